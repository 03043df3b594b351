"""What scipy and statsmodels say of the cases of stats-scipy.test.ts.

Reads {"function name": [case, ...], ...} on stdin, writes {"function name": [[number, ...], ...], ...} on stdout.
Each case is an object; each answer lists the same numbers in the same order as the test computes them.
Where neither library has a function, its definition is evaluated here by brute force rather than by our formula.
"""

import json
import sys
import warnings

import numpy as np
from scipy import optimize, stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower, TTestPower
from statsmodels.stats.proportion import proportion_confint

# Perfect separation and the like: said by the numbers themselves.
warnings.simplefilter("ignore")


def normal(z, p):
    return [stats.norm.cdf(z), stats.norm.ppf(p)]


def student(t, df, p):
    return [stats.t.cdf(t, df), stats.t.ppf(p, df)]


def beta(p, a, b):
    return [stats.beta.ppf(p, a, b)]


def binomial(k, n, probability):
    return [stats.binom.cdf(k, n, probability)]


def noncentral(t, df, delta):
    return [stats.nct.cdf(t, df, delta)]


def wilson(successes, n, confidence):
    return proportion_confint(successes, n, 1 - confidence, method="wilson")


def clopper_pearson(successes, n, confidence):
    return proportion_confint(successes, n, 1 - confidence, method="beta")


def mcnemar_exact(a_only, b_only):
    return [mcnemar([[0, a_only], [b_only, 0]], exact=True).pvalue]


def newcombe(both, a_only, b_only, neither, confidence):
    """Newcombe 1998 method 10 from statsmodels' Wilson limits, written for p_b - p_a as one root of a quadratic form."""
    n = both + a_only + b_only + neither
    table = np.array([[both, a_only], [b_only, neither]])
    pa, pb = (both + a_only) / n, (both + b_only) / n
    la, ua = proportion_confint(both + a_only, n, 1 - confidence, method="wilson")
    lb, ub = proportion_confint(both + b_only, n, 1 - confidence, method="wilson")
    margins = np.prod(table.sum(0)) * np.prod(table.sum(1))
    phi = np.linalg.det(table) / np.sqrt(margins) if margins > 0 else 0.0
    r = np.array([[1, -phi], [-phi, 1]])
    down, up = np.array([pb - lb, ua - pa]), np.array([ub - pb, pa - la])
    return [pb - pa, pb - pa - np.sqrt(down @ r @ down), pb - pa + np.sqrt(up @ r @ up)]


def tango(n, a_only, b_only, confidence):
    """Tango 1998 from its definition: the constrained maximum of the likelihood is searched, not solved for."""

    def score(delta):
        low, high = max(0.0, -delta), (1 - delta) / 2

        def minus_log_likelihood(q):
            cells = [(b_only, q + delta), (a_only, q), (n - a_only - b_only, 1 - 2 * q - delta)]
            return -sum(count * np.log(max(share, 1e-300)) for count, share in cells if count)

        q = optimize.minimize_scalar(minus_log_likelihood, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
        return (b_only - a_only - n * delta) / np.sqrt(n * (2 * q + delta * (1 - delta)))

    z, middle = stats.norm.ppf((1 + confidence) / 2), (b_only - a_only) / n
    low = optimize.brentq(lambda delta: score(delta) - z, -1 + 1e-9, middle, xtol=1e-12) if middle > -1 else -1
    high = optimize.brentq(lambda delta: score(delta) + z, middle, 1 - 1e-9, xtol=1e-12) if middle < 1 else 1
    return [middle, low, high]


def paired_t(differences, confidence):
    test = stats.ttest_1samp(differences, 0)
    interval = test.confidence_interval(confidence)
    return [np.mean(differences), stats.sem(differences), test.statistic, test.pvalue, interval.low, interval.high]


def clustered(values, clusters, confidence):
    options = {"groups": np.unique(clusters, return_inverse=True)[1]}
    fit = OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds=options, use_t=True)
    plain = OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={**options, "use_correction": False})
    low, high = fit.conf_int(1 - confidence)[0]
    return [fit.params[0], fit.bse[0], plain.bse[0], fit.tvalues[0], fit.pvalues[0], low, high]


def wilcoxon(differences):
    return [stats.wilcoxon(differences).pvalue]


def holm(p):
    return multipletests(p, method="holm")[1]


def benjamini_hochberg(p):
    return multipletests(p, method="fdr_bh")[1]


def kappa(a, b, grades, weights, confidence):
    table = np.zeros((grades, grades))
    np.add.at(table, (a, b), 1)
    result = cohens_kappa(table, wt=None if weights == "none" else weights)
    z = stats.norm.ppf((1 + confidence) / 2)
    interval = [result.kappa - z * result.std_kappa, result.kappa + z * result.std_kappa]
    return [result.kappa, result.std_kappa, max(-1, interval[0]), min(1, interval[1])]


def fleiss(ratings):
    return [fleiss_kappa(aggregate_raters(np.array(ratings))[0])]


def size_paired_t(effect, alpha, power):
    """statsmodels' own solver stops at 1e-7, so its power function is solved here."""
    high = 2
    while TTestPower().power(effect, high, alpha) < power:
        high *= 2
    if high == 2:
        return [2]
    return [optimize.brentq(lambda n: TTestPower().power(effect, n, alpha) - power, high / 2, high, xtol=1e-10)]


def power_paired_t(effect, n, alpha):
    return [TTestPower().power(effect, n, alpha)]


def size_unpaired(first, second, alpha, power):
    """One tail of alpha / 2: the other one, which nobody would claim, is left out as in the textbook."""
    h = 2 * np.arcsin(np.sqrt(second)) - 2 * np.arcsin(np.sqrt(first))
    return [NormalIndPower().solve_power(effect_size=h, alpha=alpha / 2, power=power, alternative="larger")]


def power_mcnemar(discordant, difference, n, alpha):
    """Every pair of discordant cells, weighed by its chance."""
    m = np.arange(n + 1)
    total, better = stats.binom.pmf(m, n, discordant), (discordant + difference) / (2 * discordant)
    power = 0.0
    for count in m:
        k = np.arange(count + 1)
        p = np.minimum(1, 2 * stats.binom.cdf(np.minimum(k, count - k), count, 0.5))
        power += total[count] * stats.binom.pmf(k, count, better)[p <= alpha].sum()
    return [power]


def bootstrap(values, confidence, method):
    """Ends of the interval in standard errors from the mean: what is left is the noise of resampling."""
    options = {"n_resamples": 10_000, "confidence_level": confidence, "rng": np.random.default_rng(1)}
    interval = stats.bootstrap((values,), np.mean, method=method, **options).confidence_interval
    mean, se = np.mean(values), stats.sem(values)
    return [(interval.low - mean) / se, (interval.high - mean) / se]


def divergence(p, q):
    return [stats.entropy(p, q)]


def percentile(values, share):
    return [np.percentile(values, 100 * share)]


def sequential(z):
    """Chance of leaving the bounds at any look, as one multivariate normal integral."""
    looks = np.arange(1, len(z) + 1)
    covariance = np.sqrt(np.minimum.outer(looks, looks) / np.maximum.outer(looks, looks))
    inside = stats.multivariate_normal(cov=covariance, seed=1, abseps=1e-7, releps=1e-7, maxpts=2_000_000)
    return [1 - inside.cdf(z, lower_limit=-np.array(z))]


cases = json.load(sys.stdin)
answers = {name: [[float(x) for x in globals()[name](**case)] for case in group] for name, group in cases.items()}
json.dump(answers, sys.stdout)

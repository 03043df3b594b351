/**
 * Limits that keep a hostile or broken answer from hurting the one who scores it.
 * An answer beyond them is no valid answer; the reason is counted, and scoring goes on.
 */

/** Characters of an answer that are still read as JSON. `max_tokens` ends at 32,768, so a real answer is far below. */
export const maxAnswerCharacters = 1_000_000;

/** Nesting of a JSON answer. Comparing and validating walk a value by recursion, and a schema that people use has a few levels. */
export const maxAnswerDepth = 100;

/** Fields that get a metric of their own (`fields.<name>`). Beyond, a table has no reader; the metric `fields` still counts all. */
export const maxFieldMetrics = 50;

/** Seconds that the rules or the schema may take for one answer: a regular expression can take years. */
export const maxSecondsPerAnswer = 1;

/** Labels that are told apart in a table of classes. With more the answers are no labels, and `classification` is all that is said. */
export const maxLabels = 50;

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { type AskerOptions, openAsker, type Traffic } from "../../../src/endpoints/asker.ts";
import type { ChatRequest } from "../../../src/endpoints/chat.ts";
import type { Clock } from "../../../src/endpoints/clock.ts";
import { openPurse } from "../../../src/endpoints/price.ts";
import type { Endpoint } from "../../../src/protocol/endpoint.ts";
import {
  type Behaviour,
  chunkOf,
  cutStream,
  endpointAt,
  failing,
  shortStream,
  silent,
  startChatServer,
  streamed,
  whole,
} from "./chat-server.ts";

const question: ChatRequest = {
  messages: [{ role: "user", content: "What is the capital of France?" }],
  decode: { temperature: 0, max_tokens: 16, constrain: "none" },
  schema: null,
};
const never = new AbortController().signal;

/** A clock that jumps: what would be waited is written down. */
function jumpingClock(): Clock & { waits: number[] } {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    random: () => 0,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      waits.push(Math.round(milliseconds));
      now += milliseconds;
    },
  };
}

function ask(endpoint: Endpoint, rest: Partial<AskerOptions> & { request?: ChatRequest } = {}) {
  const traffic: Traffic[] = [];
  const clock = jumpingClock();
  const { request = question, ...options } = rest;
  const purse = openPurse({ budget: null, on_exceed: "stop" });
  const asker = openAsker(endpoint, {
    purse,
    clock,
    env: {},
    onTraffic: (one) => traffic.push(one),
    onOverBudget: () => {},
    ...options,
  });
  const reply = asker.ask(request, never).finally(() => asker.close());
  return { reply, traffic, clock };
}

describe("answers", () => {
  for (const size of [1, 2, 3, 5, 64, 100_000]) {
    test(`a stream in pieces of ${size} bytes is read whole, characters that were cut in two included`, async (context) => {
      const text = "Paris – 巴黎 🇫🇷\n\nand é";
      const { url, asked } = await startChatServer(context, streamed(text, { size }));
      const reply = await ask(endpointAt(url)).reply;
      assert.equal(reply.text, text);
      assert.equal(reply.finish, "stop");
      assert.deepEqual([reply.prompt_tokens, reply.answer_tokens, reply.tokens_guessed], [12, 3, false]);
      assert.ok(reply.first_token_seconds <= reply.seconds);
      assert.equal(asked[0]!.body.stream, true);
    });
  }

  test("a stream without [DONE] is whole once its last piece says why it ended", async (context) => {
    const { url } = await startChatServer(context, streamed("Paris", { done: false }));
    assert.equal((await ask(endpointAt(url)).reply).text, "Paris");
  });

  test("a server that does not stream is understood as well", async (context) => {
    const { url } = await startChatServer(context, whole("Paris"));
    const reply = await ask(endpointAt(url)).reply;
    assert.deepEqual([reply.text, reply.answer_tokens], ["Paris", 3]);
  });

  test("an answer that max_tokens cut says so; log-probabilities are kept", async (context) => {
    const logprobs = { content: [{ token: "Pa", logprob: -0.25, bytes: [80, 97], top_logprobs: [] }] };
    const choices = [{ index: 0, message: { content: "Pa" }, finish_reason: "length", logprobs }];
    const { url } = await startChatServer(context, whole("", { choices }));
    const reply = await ask(endpointAt(url)).reply;
    assert.equal(reply.finish, "length");
    assert.deepEqual(reply.logprobs, [{ token: "Pa", logprob: -0.25 }]);
  });

  test("tokens that nobody counted are guessed, and that is said", async (context) => {
    const { url } = await startChatServer(context, whole("The capital is Paris.", { usage: null }));
    const reply = await ask(endpointAt(url)).reply;
    assert.ok(reply.tokens_guessed && reply.answer_tokens > 2 && reply.prompt_tokens > 5);
  });

  test("a JSON schema is asked for in OpenAI's form", async (context) => {
    const schema = { type: "object", properties: { city: { type: "string" } } };
    const { url, asked } = await startChatServer(context, whole("not json at all"));
    const decode = { ...question.decode, constrain: "schema" as const };
    const reply = await ask(endpointAt(url), { request: { ...question, decode, schema } }).reply;
    assert.deepEqual(asked[0]!.body.response_format, {
      type: "json_schema",
      json_schema: { name: "answer", schema, strict: true },
    });
    assert.equal(reply.text, "not json at all"); // what a server made of it is the scorers' to say
  });
});

describe("failures", () => {
  const passing: [string, Behaviour[]][] = [
    ["500", [failing(500), whole("yes")]],
    ["503 with a page", [failing(503, "<html><h1>Bad gateway</h1></html>"), whole("yes")]],
    ["a stream that breaks off", [cutStream("ye"), streamed("yes")]],
    ["a stream that ends too early", [shortStream("ye"), streamed("yes")]],
    ["a body that is not JSON", [failing(200, "oops", { "content-type": "application/json" }), whole("yes")]],
    [
      "an error in the middle of a stream",
      [
        (_asked, response) => {
          response.writeHead(200, { "content-type": "text/event-stream" });
          response.end(`${chunkOf({ content: "y" })}data: {"error":{"message":"out of memory","code":500}}\n\n`);
        },
        whole("yes"),
      ],
    ],
  ];
  for (const [name, behaviours] of passing) {
    test(`${name}: asked again`, async (context) => {
      const { url, asked } = await startChatServer(context, behaviours);
      const { reply, traffic } = ask(endpointAt(url));
      assert.deepEqual([(await reply).text, (await reply).tries, asked.length], ["yes", 2, 2]);
      assert.equal(traffic.length, 2, "the request that failed was sent all the same");
      assert.ok(traffic.every(({ sent_bytes }) => sent_bytes > 100));
    });
  }

  test("429: waits as long as the server asks", async (context) => {
    const { url } = await startChatServer(context, [failing(429, "", { "retry-after": "7" }), whole("yes")]);
    const { reply, clock } = ask(endpointAt(url));
    assert.equal((await reply).text, "yes");
    assert.equal(
      clock.waits.reduce((sum, wait) => sum + wait, 0),
      7000,
    );
  });

  test("waits grow, and end after six tries", async (context) => {
    const { url, asked } = await startChatServer(context, failing(500, { error: { message: "no memory" } }));
    const { reply, clock } = ask(endpointAt(url));
    await assert.rejects(reply, { code: "endpoint-busy" });
    assert.equal(asked.length, 6);
    assert.deepEqual(clock.waits, [250, 500, 1000, 2000, 4000]);
  });

  test("a pause of an hour is not waited for", async (context) => {
    const { url, asked } = await startChatServer(context, failing(429, "", { "retry-after": "3600" }));
    await assert.rejects(ask(endpointAt(url)).reply, { code: "endpoint-busy" });
    assert.equal(asked.length, 1);
  });

  test("a silent server is given up", async (context) => {
    const { url } = await startChatServer(context, [silent(), whole("yes")]);
    assert.equal((await ask(endpointAt(url, { timeout: 0.3 })).reply).text, "yes");
  });

  const lasting: [string, Behaviour, string][] = [
    ["401 without a key", failing(401, { error: { message: "who are you" } }), "endpoint-wants-key"],
    ["404", failing(404, { error: "model 'tiny' not found" }), "endpoint-not-found"],
    ["a redirect", failing(307, "", { location: "https://elsewhere.example/v1" }), "endpoint-redirects"],
    ["another API", failing(200, { result: "hi" }, { "content-type": "application/json" }), "endpoint-wrong-shape"],
    ["an empty account", failing(429, { error: { message: "x", code: "insufficient_quota" } }), "endpoint-quota"],
    ["400", failing(400, { error: { message: "prompt too long" } }), "endpoint-refuses"],
  ];
  for (const [name, behaviour, code] of lasting) {
    test(`${name}: not asked again`, async (context) => {
      const { url, asked } = await startChatServer(context, behaviour);
      await assert.rejects(ask(endpointAt(url)).reply, { code });
      assert.equal(asked.length, 1);
    });
  }

  test("the newer name of the limit is used where the server insists", async (context) => {
    const message = "Unsupported parameter: use 'max_completion_tokens' instead.";
    const { url, asked } = await startChatServer(context, [failing(400, { error: { message } }), whole("yes")]);
    assert.equal((await ask(endpointAt(url)).reply).text, "yes");
    assert.deepEqual([asked[1]!.body.max_completion_tokens, asked[1]!.body.max_tokens], [16, undefined]);
  });

  test("that holds for requests side by side, all of which were sent with the older name", async (context) => {
    const refusal = failing(400, { error: { message: "Use 'max_completion_tokens' instead." } });
    let refused = 0;
    const server = await startChatServer(context, async (one, response) => {
      if (one.body.max_tokens === undefined) return whole("yes")(one, response);
      refused += 1;
      return refusal(one, response);
    });
    const { url } = server;
    const purse = openPurse({ budget: null, on_exceed: "stop" });
    const options = { purse, env: {}, onTraffic: () => {}, onOverBudget: () => {}, clock: jumpingClock() };
    const asker = openAsker(endpointAt(url), options);
    const replies = await Promise.all([1, 2, 3].map(() => asker.ask(question, never))).finally(() => asker.close());
    assert.deepEqual(
      replies.map(({ text }) => text),
      ["yes", "yes", "yes"],
    );
    assert.equal(refused, 3, "all had been sent before the first was refused");
  });
});

describe("keys and money", () => {
  const secret = "very-secret-token-of-mine";
  const env = { MY_KEY: secret };

  test("the key is sent from the variable and appears in no error, though the server repeats it", async (context) => {
    const { url, asked } = await startChatServer(context, failing(401, { error: { message: `bad key ${secret}` } }));
    const { reply, traffic } = ask(endpointAt(url, { key_env: "MY_KEY" }), { env });
    const error = await reply.then(
      () => assert.fail("it should have been refused"),
      (reason) => reason,
    );
    assert.equal(asked[0]!.headers.authorization, `Bearer ${secret}`);
    assert.equal(error.code, "endpoint-key-refused");
    const told = `${error.message} ${JSON.stringify(error)} ${error.stack} ${JSON.stringify(traffic)}`;
    assert.ok(!told.includes(secret) && told.includes("MY_KEY"));
  });

  test("a variable that is not set is named before anything is sent", async () => {
    const endpoint = endpointAt("http://127.0.0.1:9/v1", { key_env: "NO_SUCH_KEY" });
    assert.throws(() => ask(endpoint), {
      code: "endpoint-key-missing",
      params: { key_env: "NO_SUCH_KEY", host: "127.0.0.1:9" },
    });
  });

  test("tokens become money, and the budget ends it", async (context) => {
    const { url, asked } = await startChatServer(context, whole("Paris"));
    const price = { input: 1_000_000, output: 2_000_000, currency: "EUR" }; // a euro for a token
    const purse = openPurse({ budget: { amount: 30, currency: "EUR" }, on_exceed: "stop" });
    const endpoint = endpointAt(url, { price });
    assert.deepEqual((await ask(endpoint, { purse }).reply).cost, { amount: 18, currency: "EUR" });
    await ask(endpoint, { purse }).reply;
    await assert.rejects(ask(endpoint, { purse }).reply, { code: "cost-exceeded" });
    assert.equal(asked.length, 2);
    assert.deepEqual(purse.spent(), { amount: 36, currency: "EUR" });
  });

  test("requests keep their rate", async (context) => {
    const { url } = await startChatServer(context, whole("yes"));
    const clock = jumpingClock();
    const purse = openPurse({ budget: null, on_exceed: "stop" });
    const endpoint = endpointAt(url, { requests_per_minute: 30 });
    const asker = openAsker(endpoint, { purse, clock, env: {}, onTraffic: () => {}, onOverBudget: () => {} });
    for (let count = 0; count < 4; count++) await asker.ask(question, never);
    asker.close();
    assert.deepEqual(clock.waits, [2000, 2000, 2000]);
  });
});

test("a proxy is asked for other machines and never for this one", async (context) => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"]}`);
    void whole("by proxy")({} as never, response);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  context.after(() => proxy.close());
  const env = { HTTP_PROXY: `http://me:pw@127.0.0.1:${(proxy.address() as AddressInfo).port}`, NO_PROXY: "in.example" };
  const far = endpointAt("http://models.example:8000/v1");
  const { reply, traffic } = ask(far, { env });
  assert.equal((await reply).text, "by proxy");
  assert.deepEqual(seen, [
    `POST http://models.example:8000/v1/chat/completions Basic ${Buffer.from("me:pw").toString("base64")}`,
  ]);
  assert.deepEqual([traffic[0]!.host, traffic[0]!.leaves_machine], ["models.example:8000", true]);
  const { url } = await startChatServer(context, whole("direct"));
  const near = ask(endpointAt(url), { env });
  assert.equal((await near.reply).text, "direct");
  assert.equal(near.traffic[0]!.leaves_machine, false);
});

// Scores by what the answer says, and misbehaves where it is told to.
console.log("loaded");
export function score({ answer, expected }) {
  console.log("printed, not a result");
  if (answer === "throw") throw new Error("I was told to");
  if (answer === "hang") for (;;) {}
  if (answer === "die") process.exit(3);
  if (answer === "eat") {
    const kept = [];
    for (;;) kept.push(new Array(1e6).fill(Math.random()));
  }
  if (answer === "much") return 7;
  if (answer === "key") return process.env.A_SECRET === undefined ? 1 : 0;
  return answer.length === expected.length;
}

/** A valid run file of about `lines` lines: what makes run files long without rows are rules. */
export function longRunFile(lines: number): string {
  const head = `version: 1
name: bench
model: smollm2-135m-instruct
data:
  train: train.jsonl
  test: test.jsonl
  prompt: "Sort this:\\n{{text}}"
  answer: "{{label}}"
  rules:
`;
  const tail = `train:
  epochs: 1
  max_length: 4096
quantize: [q8_0]
evaluate:
  scorers: [exact]
  rivals:
    - {name: base}
  baseline: base
`;
  const own = head.split("\n").length + tail.split("\n").length - 2;
  const rules = Array.from({ length: Math.max(0, Math.floor((lines - own) / 3)) }, (_, index) =>
    [
      `    - id: rule-${index}`,
      `      when: "answer.field_${index % 7} == 'x'"`,
      `      then: "answer.other != ${index}"`,
    ].join("\n"),
  );
  return `${head}${rules.join("\n")}\n${tail}`;
}

/** Rows of some 500 characters, as mails and tickets have. */
export function manyRows(count: number): string {
  const words = "order invoice delivery refund meeting report contract password discount holiday".split(" ");
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const text = Array.from({ length: 60 }, (_, place) => words[(index * 7 + place * 3 + (index % 11)) % 10]).join(" ");
    lines.push(JSON.stringify({ id: `r${index}`, text: `${index}: ${text}`, label: words[index % 10] }));
  }
  return `${lines.join("\n")}\n`;
}

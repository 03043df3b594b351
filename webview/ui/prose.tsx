/** A sentence in which names stand in backticks, as messages write them. Everything becomes text nodes. */
export function Prose({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <code key={String(index)}>{part}</code> : part))}</>;
}

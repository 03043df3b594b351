import type { ChatMessage, Item } from "../protocol/item.ts";

/** The item's chat with the examples before its first turn, each a question with its answer. */
export function withShots(item: Item, shots: readonly Item[]): ChatMessage[] {
  const isSystem = ({ role }: ChatMessage) => role === "system";
  const examples = shots.flatMap((shot): ChatMessage[] => [
    ...shot.messages.filter((message) => !isSystem(message)),
    { role: "assistant", content: shot.answer },
  ]);
  const turns = item.messages.filter((message) => !isSystem(message));
  return [...item.messages.filter(isSystem), ...examples, ...turns];
}

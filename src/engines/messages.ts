import { defineMessages } from "../protocol/messages.ts";
import { embeddedMessages } from "./embedded/messages.ts";
import { countMessages } from "./embedded/messages-count.ts";
import { decodeMessages } from "./embedded/messages-decode.ts";
import { librariesMessages } from "./embedded/messages-libraries.ts";
import { trainMessages } from "./embedded/messages-train.ts";
import { programMessages } from "./program/messages.ts";

/** Text of the codes that src/engines raises. */
export const enginesMessages = defineMessages({
  ...embeddedMessages,
  ...countMessages,
  ...librariesMessages,
  ...decodeMessages,
  ...trainMessages,
  ...programMessages,
});

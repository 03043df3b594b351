import { defineMessages } from "../protocol/messages.ts";
import { embeddedMessages } from "./embedded/messages.ts";
import { librariesMessages } from "./embedded/messages-libraries.ts";
import { trainMessages } from "./embedded/messages-train.ts";

/** Text of the codes that src/engines raises. */
export const enginesMessages = defineMessages({ ...embeddedMessages, ...librariesMessages, ...trainMessages });

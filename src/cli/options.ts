import type { Message } from "../protocol/messages.ts";

export interface OptionSpec {
  /** A flag is given or not; the others take a value, called so in the help. */
  value?: string;
  /** The values that are accepted, where they can be listed. */
  choices?: readonly string[];
  short?: string;
  /** Given more than once, all count. */
  multiple?: boolean;
  about: Message;
}

/** What a command takes. */
export interface CommandShape {
  name: string;
  /** Arguments as the help shows them: `FILE…`. */
  operands: string;
  /** How many of them there may be. */
  count: readonly [least: number, most: number];
  options: Readonly<Record<string, OptionSpec>>;
}

/** What every command takes. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  json: { about: { en: "Print JSON, in English, for scripts.", "zh-cn": "输出供脚本使用的 JSON（英文）。" } },
  workspace: {
    value: "DIR",
    about: {
      en: "The workspace. Left out: the folder upward that holds .deepextension or .git.",
      "zh-cn": "工作区。省略时：向上查找含 .deepextension 或 .git 的文件夹。",
    },
  },
  lang: {
    value: "LANG",
    choices: ["en", "zh-cn"],
    about: { en: "Language of texts. Left out: the system's.", "zh-cn": "文本语言。省略时使用系统语言。" },
  },
  help: { short: "h", about: { en: "Show this help.", "zh-cn": "显示此帮助。" } },
};

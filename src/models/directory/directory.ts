import { chineseModels } from "./chinese.ts";
import { deepseekModels } from "./deepseek.ts";
import type { DirectoryModel } from "./entry.ts";
import { hostedModels } from "./hosted.ts";
import { qwenModels } from "./qwen.ts";
import { westernModels } from "./western.ts";

/**
 * Models that the advisor chooses from and that the Models view can show, by provider. It says what makers say, with the month in
 * which that was last known to be so; it holds no hashes and no scores: what was fetched is checked by the catalogue's or the
 * hub's hashes, and quality is measured on one's own data.
 */
export const directory: readonly DirectoryModel[] = [
  ...qwenModels,
  ...deepseekModels,
  ...chineseModels,
  ...westernModels,
  ...hostedModels,
];

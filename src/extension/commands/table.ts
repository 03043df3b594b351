/** The one list of commands: package.json's `commands` and `menus.commandPalette` must say the same, and a test holds them to it. */
export interface CommandEntry {
  /** Key of the title in package.nls.json, without the percent signs. */
  title: string;
  icon?: string;
  /** Greyed out where this does not hold. The handler checks again, since an enablement is only a hint. */
  enablement?: string;
  /** Needs a row of a tree: asked for without one, it lets the person choose. False hides it from the palette. */
  palette?: boolean;
}

const trusted = "isWorkspaceTrusted";

export const commands = {
  "deepextension.run": { title: "command.run", icon: "$(play)", enablement: trusted },
  "deepextension.plan": { title: "command.plan", icon: "$(checklist)" },
  "deepextension.stop": { title: "command.stop", icon: "$(debug-stop)" },
  "deepextension.resume": { title: "command.resume", icon: "$(debug-continue)", enablement: trusted },
  "deepextension.queue": { title: "command.queue", icon: "$(list-ordered)" },
  "deepextension.runAgain": { title: "command.runAgain", icon: "$(debug-restart)", enablement: trusted },
  "deepextension.openRun": { title: "command.openRun", icon: "$(graph-line)" },
  "deepextension.openReport": { title: "command.openReport", icon: "$(output)" },
  "deepextension.openRunFile": { title: "command.openRunFile", icon: "$(go-to-file)" },
  "deepextension.newRunFile": { title: "command.newRunFile", icon: "$(new-file)" },
  "deepextension.createFromData": { title: "command.createFromData", icon: "$(wand)" },
  "deepextension.showLog": { title: "command.showLog", icon: "$(list-flat)" },
  "deepextension.revealArtifact": { title: "command.revealArtifact", icon: "$(folder-opened)", palette: false },
  "deepextension.copyRunId": { title: "command.copyRunId", icon: "$(copy)" },
  "deepextension.renameRun": { title: "command.renameRun", icon: "$(edit)" },
  "deepextension.tagRuns": { title: "command.tagRuns", icon: "$(tag)" },
  "deepextension.noteRun": { title: "command.noteRun", icon: "$(note)" },
  "deepextension.archiveRuns": { title: "command.archiveRuns", icon: "$(archive)" },
  "deepextension.unarchiveRuns": { title: "command.unarchiveRuns", icon: "$(archive)" },
  "deepextension.deleteRuns": { title: "command.deleteRuns", icon: "$(trash)", enablement: trusted },
  "deepextension.restoreRun": { title: "command.restoreRun", icon: "$(discard)" },
  "deepextension.collectGarbage": { title: "command.collectGarbage", enablement: trusted },
  "deepextension.copyTraining": { title: "command.copyTraining", icon: "$(copy)" },
  "deepextension.compareRuns": { title: "command.compareRuns", icon: "$(compare-changes)" },
  "deepextension.diffRunFiles": { title: "command.diffRunFiles", icon: "$(diff)" },
  "deepextension.openExperiments": { title: "command.openExperiments", icon: "$(table)" },
  "deepextension.searchRuns": { title: "command.searchRuns", icon: "$(search)" },
  "deepextension.clearSearch": { title: "command.clearSearch", icon: "$(clear-all)" },
  "deepextension.groupRuns": { title: "command.groupRuns", icon: "$(list-tree)" },
  "deepextension.toggleArchived": { title: "command.toggleArchived" },
  "deepextension.refresh": { title: "command.refresh", icon: "$(refresh)" },
  "deepextension.addModel": { title: "command.addModel", icon: "$(add)", enablement: trusted },
  "deepextension.inspectModel": { title: "command.inspectModel", icon: "$(info)" },
  "deepextension.removeModel": { title: "command.removeModel", icon: "$(trash)" },
} as const satisfies Record<string, CommandEntry>;

export type CommandId = keyof typeof commands;

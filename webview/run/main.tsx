import { signal } from "@preact/signals";
import { render } from "preact";
import type { RunPanelIntent, RunPanelMemory, RunPanelMessage } from "../../src/protocol/panels/run.ts";
import { connect } from "../ui/host.ts";
import { RunPanel } from "./run-panel.tsx";
import "./run.css";

const host = connect<RunPanelMessage, RunPanelIntent, RunPanelMemory>();
const message = signal<RunPanelMessage | null>(null);

host.onMessage((next) => {
  message.value = next;
  if (next.type === "state") host.remember({ workspace: next.workspace, run: next.run.run });
});

const root = document.getElementById("root");
if (root) render(<RunPanel message={message} send={host.send} />, root);
host.send({ type: "ready" });

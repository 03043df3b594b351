import { signal } from "@preact/signals";
import { render } from "preact";
import type { ExperimentsIntent, ExperimentsMessage } from "../../src/protocol/panels/experiments.ts";
import { connect } from "../ui/host.ts";
import { Experiments } from "./experiments.tsx";
import "./experiments.css";

const host = connect<ExperimentsMessage, ExperimentsIntent, Record<string, never>>();
const message = signal<ExperimentsMessage | null>(null);

host.onMessage((next) => {
  message.value = next;
});
// The view itself is kept with the workspace; this only says that the panel was open.
host.remember({});

const root = document.getElementById("root");
if (root) render(<Experiments message={message} send={host.send} />, root);
host.send({ type: "ready" });

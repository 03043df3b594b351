import { useEffect, useState } from "preact/hooks";

/** A minute's worth of percentages would talk over everything else: a text is spoken when it has stood for so long. */
const SETTLE_MS = 800;

/** Says changes of state to a screen reader, politely. `text` should change when something happened, not with every number. */
export function Announce({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="spoken" role="status" aria-live="polite">
      {said}
    </div>
  );
}

// A file on its way to the server, byte by byte; then the server reads it.
import { Button, Progress } from "@mantine/core";
import { useEffect } from "react";
import type { Sent } from "../../api/sending";
import { useWords } from "../../i18n/words";

interface Props {
  name: string;
  sent: Sent | null;
  onStop: () => void;
}

export function Sending({ name, sent, onStop }: Props) {
  const { t, f } = useWords();
  const { done, total } = sent ?? { done: 0, total: 0 };
  const there = total > 0 && done >= total;
  const told = there ? t.lists.checking : t.intake.sending(name);
  // Leaving the page loses what is under way: the browser asks first.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return (
    <div className="sending">
      <p role="status">{told}</p>
      <p className="soft num">{t.intake.of(f.bytes(done), f.bytes(total))}</p>
      <Progress.Root size="sm">
        <Progress.Section
          value={total > 0 ? (100 * done) / total : 100}
          animated={there}
          striped={there}
          aria-label={told}
        />
      </Progress.Root>
      <Button variant="default" size="xs" onClick={onStop}>
        {t.intake.stop}
      </Button>
    </div>
  );
}

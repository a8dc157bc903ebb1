// Something shown once, to be taken along now.
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "../i18n/words";

interface Props {
  /** What it is, and until when it is good. */
  title: ReactNode;
  secret: string;
  onDone: () => void;
}

export function Secret({ title, secret, onDone }: Props) {
  const { t } = useWords();
  return (
    <div className="secret" role="status">
      <p className="secret-title">{title}</p>
      <code>{secret}</code>
      <p className="soft">{t.account.once}</p>
      <div className="actions">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? t.banner.copied : t.account.copy}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={onDone}>
          {t.account.done}
        </Button>
      </div>
    </div>
  );
}

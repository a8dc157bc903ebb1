// A refusal or a silence of the server, in clear words, with a way on.
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n/words";
import { mapRetry } from "../map/commands";

interface Props {
  error: Error;
  retry?: () => void;
}

export function Trouble({ error, retry }: Props) {
  const { t } = useWords();
  const api = error instanceof ApiError ? error : null;
  // The number under which a refused file is kept names nothing a reader knows.
  const fields = (api?.problem.fields ?? []).filter((field) => field.field !== "import");
  return (
    <div className="trouble" role="alert">
      <p className="trouble-title">
        <IconAlertTriangle size={18} stroke={1.8} aria-hidden="true" /> {t.trouble.title}
      </p>
      <p>{api?.offline ? t.trouble.offline : error.message}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={`${field.field}${field.code}${field.value}`}>
              <b>{field.field}</b> {field.message}
            </li>
          ))}
        </ul>
      )}
      {api?.problem.request_id && (
        <p className="soft">
          {t.trouble.request} <code>{api.problem.request_id}</code>
        </p>
      )}
      {retry && (
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            retry();
            mapRetry();
          }}
        >
          {t.trouble.retry}
        </Button>
      )}
    </div>
  );
}

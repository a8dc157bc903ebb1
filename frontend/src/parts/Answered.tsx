// The three states of an answer: on its way, refused, there.
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../i18n/words";
import { Trouble } from "./Trouble";

interface Props<T> {
  query: {
    data: T | undefined;
    error: Error | null;
    isPlaceholderData: boolean;
    refetch: () => unknown;
  };
  children: (data: T) => ReactNode;
}

export function Answered<T>({ query, children }: Props<T>) {
  const { t } = useWords();
  if (query.error) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) {
    return (
      <div aria-busy="true" className="skeletons">
        <span className="unseen">{t.loading.label}</span>
        <Skeleton height={40} width="45%" />
        <Skeleton height={14} width="70%" />
        <Skeleton height={120} mt={16} />
        <Skeleton height={200} mt={16} />
      </div>
    );
  }
  return (
    <div
      className="answered"
      aria-busy={query.isPlaceholderData}
      data-stale={query.isPlaceholderData || undefined}
    >
      {children(query.data)}
    </div>
  );
}

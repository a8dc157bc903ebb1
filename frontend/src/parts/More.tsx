import { Button } from "@mantine/core";
import { useWords } from "../i18n/words";

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** The next page of a list, where there is one. */
export function More({ query }: Props) {
  const { t } = useWords();
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant="subtle"
      size="xs"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t.table.moreRows}
    </Button>
  );
}

import { useWords } from "../i18n/words";

/** The mark, which is also the way home. */
export function Logo() {
  const { t } = useWords();
  return (
    <a className="logo" href="/" aria-label={t.name} title={t.name}>
      <img src="/icon.svg" width="32" height="32" alt="" />
    </a>
  );
}

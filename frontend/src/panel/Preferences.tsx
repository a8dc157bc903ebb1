// Language and appearance.
import { ActionIcon, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useWords } from "../i18n/words";
import { Account } from "./Account";

const next = { auto: "light", light: "dark", dark: "auto" } as const;
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

export function Preferences() {
  const { t, language, setLanguage } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = icons[colorScheme];
  return (
    <div className="preferences">
      <Account />
      <Tooltip label={t.otherLanguage} position="right">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t.otherLanguage}
          lang={language === "fr" ? "en" : "fr"}
          onClick={() => setLanguage(language === "fr" ? "en" : "fr")}
        >
          <span className="preferences-language">{language === "fr" ? "EN" : "FR"}</span>
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t.theme[colorScheme]} position="right">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t.theme[colorScheme]}
          onClick={() => setColorScheme(next[colorScheme])}
        >
          <Icon size={20} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

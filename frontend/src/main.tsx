import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "./theme/base.css";
import "./theme/panel.css";
import "./theme/filters.css";
import "./theme/figures.css";
import "./theme/ranked.css";
import "./theme/members.css";
import "./theme/overlaps.css";
import "./theme/lists.css";
import "./theme/here.css";
import "./theme/states.css";
import "./theme/shell.css";
import "./theme/map.css";
import "./theme/narrow.css";
import "./theme/account.css";
import "./theme/audience.css";
import "./theme/history.css";
import "./theme/ledger.css";
import "./theme/plan.css";
import "./theme/note.css";
import "./theme/simulation.css";
import "./theme/upload.css";
import "./theme/comparison.css";
import "./theme/grid.css";
import "./theme/exchange.css";
import "./theme/sign-in.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { ApiError } from "./api/client";
import { WordsProvider } from "./i18n/words";
import { SignInPage, signInPath } from "./pages/SignInPage";
import { resolveVariables, theme } from "./theme/theme";

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal will be the same the second time; a silence may not be.
      retry: (failures, error) => error instanceof ApiError && error.offline && failures < 2,
    },
  },
});

createRoot(document.getElementById("root") as HTMLElement).render(
  <QueryClientProvider client={cache}>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
    >
      <WordsProvider>
        {window.location.pathname === signInPath ? <SignInPage /> : <App />}
      </WordsProvider>
    </MantineProvider>
  </QueryClientProvider>,
);

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as Components, ConfigProvider } from "antd";
import english from "antd/locale/en_US";
import chinese from "antd/locale/zh_CN";
import type { i18n } from "i18next";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { I18nextProvider } from "react-i18next";
import { BrowserRouter } from "react-router";
import { AppearanceProvider, useAppearance } from "../ui/appearance";
import { ApiError } from "./api/client";
import { Entrance } from "./Entrance";
import { keepDark, keptDark } from "./kept";
import { themeOf } from "./theme";
import { useWords } from "./words/useWords";

/** Everything a page stands in: the language, the colours, the answers already asked for, the address. */
export function App({ i18n, nonce }: { i18n: i18n; nonce: string }) {
  const [client] = useState(newClient);
  const basename = new URL(document.baseURI).pathname.replace(/\/$/, "");
  return (
    <I18nextProvider i18n={i18n}>
      <AppearanceProvider chosen={keptDark()} onChoice={keepDark}>
        <QueryClientProvider client={client}>
          <Look nonce={nonce}>
            <BrowserRouter basename={basename}>
              <Entrance />
            </BrowserRouter>
          </Look>
        </QueryClientProvider>
      </AppearanceProvider>
    </I18nextProvider>
  );
}

function Look({ nonce, children }: { nonce: string; children: ReactNode }) {
  const { lang } = useWords();
  const { dark } = useAppearance();
  const theme = useMemo(() => themeOf(dark), [dark]);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  return (
    <ConfigProvider
      csp={{ nonce }}
      theme={theme}
      locale={lang === "zh" ? chinese : english}
      button={{ autoInsertSpace: false }}
    >
      <Components className="workbench" notification={{ placement: "bottomRight" }}>
        {children}
      </Components>
    </ConfigProvider>
  );
}

function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // A refusal stays one however often it is asked; only a line that is cut may heal.
        retry: (count, error) => error instanceof ApiError && error.unreachable && count < 2,
      },
    },
  });
}

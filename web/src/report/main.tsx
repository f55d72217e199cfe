import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { readEmbedded } from "../data/read";
import { translator } from "../i18n/setup";
import { AppearanceProvider } from "../ui/appearance";
import { Empty } from "./Empty";
import { ReportPage } from "./ReportPage";
import "../styles/index.css";

const root = document.getElementById("root");
const report = readEmbedded(document);
const known = typeof report === "string" ? null : report;
const i18n = translator(known?.lang ?? (document.documentElement.lang.startsWith("zh") ? "zh" : "en"));

if (root) {
  createRoot(root).render(
    <I18nextProvider i18n={i18n}>
      <AppearanceProvider>
        {typeof report === "string" ? <Empty why={report} /> : <ReportPage report={report} />}
      </AppearanceProvider>
    </I18nextProvider>,
  );
}

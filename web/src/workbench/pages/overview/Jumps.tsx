import { useTranslation } from "react-i18next";
import type { SectionEntry } from "../../../report/sections";

/** Jumps to the sections of a long page. Buttons, not anchors: an anchor would be read from the site's root. */
export function Jumps({ sections }: { sections: readonly SectionEntry[] }) {
  const { t } = useTranslation("report");
  const jump = (id: string) => document.getElementById(id)?.scrollIntoView({ block: "start" });
  return (
    <nav className="jumps" aria-label={t("contents")}>
      {sections.map(({ id, titleKey }) =>
        titleKey ? (
          <button key={id} type="button" onClick={() => jump(id)}>
            {t(titleKey)}
          </button>
        ) : null,
      )}
    </nav>
  );
}

import { useReading } from "./context";
import type { SectionEntry } from "./sections";

export function Contents({ sections }: { sections: readonly SectionEntry[] }) {
  const { t } = useReading();
  return (
    <nav className="contents" aria-label={t("contents")}>
      {sections.map(({ id, titleKey }) =>
        titleKey ? (
          <a key={id} href={`#${id}`}>
            {t(titleKey)}
          </a>
        ) : null,
      )}
    </nav>
  );
}

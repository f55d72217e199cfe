import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "../../report/Mark";
import { keepLanguage } from "../kept";
import { useWords } from "../words/useWords";

interface OutsideProps {
  title: string;
  lead: string;
  wide?: boolean;
  children: ReactNode;
}

/** The frame of the pages that are seen before anybody has signed in. */
export function Outside({ title, lead, wide = false, children }: OutsideProps) {
  const { t, lang } = useWords();
  const { i18n } = useTranslation();
  const turn = () => {
    const other = lang === "zh" ? "en" : "zh";
    keepLanguage(other);
    void i18n.changeLanguage(other);
  };
  useEffect(() => {
    document.title = `${title} · 熟客 Shuke`;
  }, [title]);
  return (
    <main className="outside">
      <div className={wide ? "outside-card outside-wide" : "outside-card"}>
        <div className="outside-bar">
          <Mark />
          <Button type="text" size="small" onClick={turn}>
            {t("shell.other_language")}
          </Button>
        </div>
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        {children}
      </div>
    </main>
  );
}

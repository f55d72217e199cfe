import { useMemo } from "react";
import { approximate } from "../../../numbers/decimal";
import { formatter } from "../../../numbers/format";
import { useSession } from "../../session";
import { useWords } from "../../words/useWords";
import type { Account } from "./shapes";

const FATES = ["used", "merged", "rejected"] as const;

/** Every row and every cent that was read, by what became of it: one bar for the rows and one for the money. */
export function AccountPicture({ account, currency }: { account: Account; currency: string | null }) {
  const { t, lang } = useWords("import");
  const { workspace } = useSession();
  const figures = useMemo(
    () => formatter(lang, currency ?? workspace.currency),
    [lang, currency, workspace.currency],
  );
  const heads = (fate: (typeof FATES)[number]) => figures.count(account[fate].rows);
  const money = (fate: (typeof FATES)[number]) => figures.money(account[fate].amount);
  return (
    <figure className="account">
      <Bar
        title={t("account.rows")}
        whole={figures.count(account.read.rows)}
        parts={FATES.map((fate) => ({ fate, size: account[fate].rows, text: heads(fate) }))}
      />
      <Bar
        title={t("account.money")}
        whole={figures.money(account.read.amount)}
        parts={FATES.map((fate) => ({
          fate,
          size: Math.abs(approximate(account[fate].amount)),
          text: money(fate),
        }))}
      />
      <figcaption className="quiet">{t("account.law")}</figcaption>
    </figure>
  );
}

interface BarProps {
  title: string;
  whole: string;
  parts: { fate: (typeof FATES)[number]; size: number; text: string }[];
}

function Bar({ title, whole, parts }: BarProps) {
  const { t } = useWords("import");
  const all = parts.reduce((sum, { size }) => sum + size, 0);
  return (
    <div className="account-row">
      <div className="account-whole">
        <span className="quiet">{title}</span>
        <strong>{whole}</strong>
      </div>
      <div className="account-bar" aria-hidden="true">
        {parts.map(({ fate, size }) =>
          size > 0 ? (
            <span
              key={fate}
              className={`account-part fate-${fate}`}
              style={{ flexGrow: Math.max(size / all, 0.004) }}
            />
          ) : null,
        )}
      </div>
      <dl className="account-parts">
        {parts.map(({ fate, text }) => (
          <div key={fate}>
            <dt>
              <span className={`account-key fate-${fate}`} aria-hidden="true" />
              {t(`account.${fate}`)}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

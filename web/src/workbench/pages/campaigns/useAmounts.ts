import { useMemo } from "react";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";

/** Writes estimates, which are numbers and not exact money: rounded to what they can say. */
export function useAmounts() {
  const figures = useFigures();
  const { t, lang } = useWords("campaigns");
  return useMemo(() => {
    const locale = lang === "zh" ? "zh-CN" : "en-US";
    const percent = new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const money = (value: number) => figures.tightMoney(value.toFixed(0));
    const rate = (value: number) => percent.format(value);
    const people = (value: number) => tenth.format(value);
    const interval = (limits: readonly number[] | undefined, shown: (value: number) => string): string => {
      const [estimate, low, high] = limits ?? [];
      if (estimate === undefined || low === undefined || high === undefined) return "–";
      return t("interval", { estimate: shown(estimate), low: shown(low), high: shown(high) });
    };
    return { figures, money, rate, people, interval };
  }, [figures, t, lang]);
}

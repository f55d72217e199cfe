import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";
import { type FieldsProps, TextField } from "./Fields";
import { Lines } from "./Lines";

/** What contacts cost and what a sale leaves, line by line. */
export function MoneyFields({ draft, change }: FieldsProps) {
  const { t } = useWords("campaigns");
  return (
    <Section id="costs" title={t("form.money")} lead={t("form.money_lead")}>
      {draft.kind === "test" ? (
        <Lines
          least={1}
          title={t("form.contact")}
          hint={t("form.contact_hint")}
          lines={draft.contact}
          change={(contact) => change({ contact })}
        />
      ) : null}
      <div className="campaign-row">
        <TextField label={t("form.sale")} value={draft.sale} set={(sale) => change({ sale })} />
        <TextField
          label={t("form.margin")}
          hint={t("form.margin_hint")}
          suffix="%"
          value={draft.margin}
          set={(margin) => change({ margin })}
        />
        <TextField
          label={t("form.returns")}
          suffix="%"
          value={draft.returns}
          set={(returns) => change({ returns })}
        />
      </div>
      <Lines
        title={t("form.per_sale")}
        hint={t("form.per_sale_hint")}
        lines={draft.perSale}
        change={(perSale) => change({ perSale })}
      />
      <Lines
        title={t("form.fixed")}
        hint={t("form.fixed_hint")}
        lines={draft.fixed}
        change={(fixed) => change({ fixed })}
      />
    </Section>
  );
}

import { Button, Form, Input, InputNumber, Select } from "antd";
import { Section } from "../../../ui/Section";
import { useData } from "../../api/hooks";
import type { Offer, Offered } from "../../api/schema";
import type { Run } from "../../api/shapes";
import { Fetched } from "../../states/Fetched";
import { FileProtectOutlined } from "../../ui/icons";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { useWork } from "../evidence/useWork";
import { Work } from "../evidence/Work";
import { Advice } from "./Advice";
import { Choose } from "./Choose";

const CYCLES = ["once", "monthly", "quarterly", "yearly"] as const;
const HUNDRED = 100;

interface Wish {
  where?: ({ column?: string; value?: string } | undefined)[];
  k: number;
  l?: number | null;
  most: number;
  quasi?: string[];
  leave_out?: string[];
  title?: string;
  provider?: string;
  scene?: string;
  cycle: (typeof CYCLES)[number];
}

/** What is asked of a product: whose customers, how well they are hidden, and what stands on its cover. */
export function ProductForm({ run }: { run: Run }) {
  const offer = useData<Offer>(`runs/${run.number}/publishing`);
  return <Fetched of={offer}>{(found) => <Asked run={run} offer={found} />}</Fetched>;
}

function Asked({ run, offer }: { run: Run; offer: Offer }) {
  const { t, lang, dates } = useWords("publish");
  const figures = useFigures();
  const work = useWork();
  const attributes = offer.columns.filter(({ role, personal }) => role === "attribute" && !personal);
  const lead = t("form.lead", {
    run: run.number,
    title: said(run.title, lang) || run.scheme,
    day: dates.day(run.as_of),
    customers: figures.count(offer.rated),
  });
  return (
    <Section id="ask" title={t("form.title")} lead={lead}>
      <Form<Wish>
        layout="vertical"
        requiredMark={false}
        className="evidence-form publish-form"
        initialValues={{
          where: [{}],
          k: 5,
          most: 10,
          cycle: "yearly",
          leave_out: offer.columns.filter(({ personal }) => personal).map(({ name }) => name),
        }}
        onFinish={(wish) => work.begin(`runs/${run.number}/publications`, bodyOf(wish))}
      >
        <Choose columns={offer.columns} />
        <Bounds attributes={attributes} columns={offer.columns} />
        <Cover />
        <Work work={work} />
        <Advice code={work.job?.error?.code} />
        <Button type="primary" htmlType="submit" icon={<FileProtectOutlined />} loading={work.busy}>
          {t("form.begin")}
        </Button>
      </Form>
    </Section>
  );
}

/** How well customers are hidden: k and l, what others can know besides, and what is not told at all. */
function Bounds({ attributes, columns }: { attributes: Offered[]; columns: Offered[] }) {
  const { t, lang } = useWords("publish");
  const label = (one: Offered) => said(one.title, lang) || one.name;
  const options = (some: Offered[]) => some.map((one) => ({ value: one.name, label: label(one) }));
  const known = attributes.map(label).join(t("comma"));
  return (
    <>
      <Form.Item name="k" label={t("form.k")} extra={t("form.k_hint")}>
        <InputNumber min={2} max={1_000_000} precision={0} />
      </Form.Item>
      <Form.Item name="l" label={t("form.l")} extra={t("form.l_hint")}>
        <InputNumber min={1} max={1_000} precision={0} placeholder="2" />
      </Form.Item>
      <Form.Item name="most" label={t("form.most")} extra={t("form.most_hint")}>
        <InputNumber min={0} max={99} precision={0} suffix="%" />
      </Form.Item>
      <Form.Item
        name="quasi"
        label={t("form.quasi")}
        className="evidence-wide"
        extra={known ? t("form.quasi_known", { columns: known }) : t("form.quasi_none")}
      >
        <Select
          mode="multiple"
          allowClear
          placeholder={t("form.quasi_more")}
          showSearch={{ optionFilterProp: "label" }}
          options={options(columns.filter(({ role }) => role === "figure" || role === "score"))}
        />
      </Form.Item>
      <Form.Item
        name="leave_out"
        label={t("form.leave_out")}
        className="evidence-wide"
        extra={t("form.leave_out_hint")}
      >
        <Select
          mode="multiple"
          allowClear
          placeholder={t("form.leave_out_none")}
          showSearch={{ optionFilterProp: "label" }}
          options={options(columns.filter(({ role }) => role !== "beside"))}
        />
      </Form.Item>
    </>
  );
}

/** What stands on the cover, as registers of data ask for it; without it words that follow from the choice. */
function Cover() {
  const { t } = useWords("publish");
  return (
    <details className="alternative evidence-wide">
      <summary>{t("form.cover")}</summary>
      <div className="evidence-form publish-cover">
        <Form.Item name="title" label={t("form.name")}>
          <Input maxLength={300} placeholder={t("form.name_default")} />
        </Form.Item>
        <Form.Item name="provider" label={t("form.provider")}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="scene" label={t("form.scene")}>
          <Input maxLength={300} placeholder={t("form.scene_default")} />
        </Form.Item>
        <Form.Item name="cycle" label={t("form.cycle")}>
          <Select options={CYCLES.map((value) => ({ value, label: t(`cycle.${value}`) }))} />
        </Form.Item>
      </div>
    </details>
  );
}

/** The wish as the server takes it: what was left empty is not said. */
function bodyOf({ where = [], k, l, most, quasi = [], leave_out = [], cycle, ...words }: Wish): object {
  const chosen = where.filter((one) => one?.column && one.value).map((one) => [one?.column, one?.value]);
  const cover = Object.entries(words).filter(([, text]) => text?.trim());
  return {
    where: Object.fromEntries(chosen),
    k,
    l: l ?? null,
    most: most > 0 ? (most / HUNDRED).toFixed(2) : "0",
    quasi,
    leave_out,
    cycle,
    ...Object.fromEntries(cover),
  };
}

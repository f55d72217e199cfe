import { Button, Select } from "antd";
import { useSearchParams } from "react-router";
import { Section } from "../../../ui/Section";
import { address } from "../../api/client";
import { useData } from "../../api/hooks";
import type { Published } from "../../api/schema";
import { Fetched } from "../../states/Fetched";
import { DeleteOutlined, DownloadOutlined } from "../../ui/icons";
import { useAsk } from "../../ui/useAsk";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { Dictionary } from "./Dictionary";
import { Files } from "./Files";
import { GateReport } from "./GateReport";
import { Sample } from "./Sample";
import type { Publication } from "./shapes";

/** The products that are kept here, and everything of the one that is chosen. */
export function Kept({ all }: { all: Published[] }) {
  const { t, lang, dates } = useWords("publish");
  const [params, setParams] = useSearchParams();
  const chosen = all.find(({ id }) => id === params.get("show")) ?? all[0];
  const found = useData<Publication>(`publications/${chosen?.id}`, { wordless: true, enabled: !!chosen });
  const choose = (id: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set("show", id);
      return after;
    });
  if (!chosen) return null;
  const label = (one: Published) =>
    t("kept", { title: said(one.title, lang), run: one.run, at: dates.moment(one.at) });
  return (
    <>
      <Head one={chosen}>
        {all.length > 1 ? (
          <Select
            className="evidence-kept"
            aria-label={t("shown")}
            value={chosen.id}
            options={all.map((one) => ({ value: one.id, label: label(one) }))}
            popupMatchSelectWidth={false}
            onChange={choose}
          />
        ) : null}
      </Head>
      <Fetched of={found}>
        {(product) => (
          <>
            <GateReport product={product} />
            <Dictionary fields={product.dictionary} rules={product.rules} />
            <Sample sample={product.sample} />
            <Files files={product.files} />
          </>
        )}
      </Fetched>
    </>
  );
}

/** Which product it is, and what can be done with it as a whole. */
function Head({ one, children }: { one: Published; children: React.ReactNode }) {
  const { t, lang, dates } = useWords("publish");
  const figures = useFigures();
  const ask = useAsk();
  const path = `publications/${encodeURIComponent(one.id)}`;
  const remove = () =>
    ask(
      {
        title: t("remove_title", { title: said(one.title, lang) }),
        text: t("remove_text"),
        yes: t("remove"),
        danger: true,
      },
      { method: "DELETE", path },
    );
  const lead = t("of", {
    records: figures.count(one.records),
    k: figures.count(one.k),
    l: figures.count(one.l),
    by: one.by,
    at: dates.moment(one.at),
  });
  return (
    <Section
      id="product"
      title={said(one.title, lang)}
      lead={lead}
      aside={
        <div className="row-actions">
          <Button type="primary" icon={<DownloadOutlined />} href={address(`${path}/pack`)} download>
            {t("download")}
          </Button>
          <Button icon={<DeleteOutlined />} onClick={remove}>
            {t("remove")}
          </Button>
        </div>
      }
    >
      {children}
    </Section>
  );
}

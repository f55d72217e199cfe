import { Button, Form, Input, InputNumber, Radio, Select } from "antd";
import { useState } from "react";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { address } from "../../api/client";
import type { ShownCodes, ShownKey } from "../../api/schema";
import type { Run } from "../../api/shapes";
import { DownloadOutlined, FileProtectOutlined } from "../../ui/icons";
import { OneFile } from "../../ui/OneFile";
import { said } from "../../words/said";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { useWork } from "../evidence/useWork";
import { Work } from "../evidence/Work";
import type { Sent } from "../import/upload";

interface Asked {
  key?: string;
  by?: string;
  pad: number;
}

/** My side's file: a code and a tier for each customer, to be handed to whoever counts. */
export function CodesSection({ run, keys, made }: { run: Run; keys: ShownKey[]; made: ShownCodes[] }) {
  const { t, lang, dates } = useWords("overlap");
  const [from, setFrom] = useState<"own" | "table">("own");
  const [ids, setIds] = useState<Sent | null>(null);
  const work = useWork();
  const begin = ({ key, by, pad }: Asked) =>
    work.begin("overlap/codes", {
      run: run.number,
      key,
      pad,
      ids: from === "table" ? (ids?.id ?? null) : null,
      by: from === "table" ? (by?.trim() ?? null) : null,
    });
  const lead = t("codes.lead", {
    run: run.number,
    title: said(run.title, lang) || run.scheme,
    day: dates.day(run.as_of),
  });
  return (
    <Section id="codes" title={t("codes.title")} lead={lead}>
      <Form<Asked>
        layout="vertical"
        requiredMark={false}
        className="evidence-form"
        initialValues={{ pad: 100, key: keys[0]?.name }}
        onFinish={begin}
      >
        <Form.Item
          name="key"
          label={t("codes.key")}
          rules={[{ required: true, message: t("form.required") }]}
        >
          <Select
            placeholder={t("codes.key_none")}
            options={keys.map(({ name, purpose }) => ({
              value: name,
              label: t("codes.key_of", { name, purpose }),
            }))}
          />
        </Form.Item>
        <Form.Item name="pad" label={t("codes.pad")}>
          <InputNumber min={0} max={1_000_000} precision={0} />
        </Form.Item>
        <div className="evidence-wide overlap-from">
          <Radio.Group
            value={from}
            aria-label={t("codes.from")}
            onChange={({ target }) => setFrom(target.value as "own" | "table")}
            options={[
              { value: "own", label: t("codes.own") },
              { value: "table", label: t("codes.table") },
            ]}
          />
          <p className="quiet small">{t(`codes.${from}_hint`)}</p>
        </div>
        {from === "table" ? (
          <>
            <OneFile
              label={t("codes.file")}
              hint={t("codes.file_hint")}
              without={(name) => t("without", { name })}
              file={ids}
              onFile={setIds}
            />
            <Form.Item
              name="by"
              label={t("codes.by")}
              rules={[{ required: true, message: t("form.required") }]}
            >
              <Input maxLength={200} />
            </Form.Item>
          </>
        ) : null}
        <Work work={work} />
        <Button
          type="primary"
          htmlType="submit"
          icon={<FileProtectOutlined />}
          disabled={keys.length === 0 || (from === "table" && !ids)}
          loading={work.busy}
        >
          {t("codes.begin")}
        </Button>
      </Form>
      {made.length > 0 ? <Made made={made} /> : null}
    </Section>
  );
}

function Made({ made }: { made: ShownCodes[] }) {
  const { t, dates } = useWords("overlap");
  const figures = useFigures();
  return (
    <DataTable
      cards
      title={t("codes.made")}
      rows={made}
      rowKey={({ id }) => id}
      columns={[
        { key: "at", title: t("at"), render: ({ at }) => dates.moment(at) },
        { key: "key", title: t("keys.name"), render: ({ key }) => <code>{key}</code> },
        { key: "run", title: t("codes.run"), numeric: true, render: ({ run }) => run },
        {
          key: "customers",
          title: t("codes.customers"),
          numeric: true,
          render: ({ customers }) => figures.count(customers),
        },
        {
          key: "without",
          title: t("codes.without"),
          numeric: true,
          render: ({ without }) => figures.count(without),
        },
        {
          key: "padding",
          title: t("codes.padding"),
          numeric: true,
          render: (one) => figures.count(one.padding),
        },
        {
          key: "fetch",
          title: "",
          render: ({ id }) => (
            <Button
              icon={<DownloadOutlined />}
              href={address(`overlap/codes/${encodeURIComponent(id)}/file`)}
              download
            >
              {t("codes.download")}
            </Button>
          ),
        },
      ]}
    />
  );
}

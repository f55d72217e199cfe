import { bytes } from "../../../numbers/bytes";
import { DataTable } from "../../../tables/DataTable";
import { Section } from "../../../ui/Section";
import { useWords } from "../../words/useWords";
import type { Publication } from "./shapes";

/** What is in the pack, each file with the checksum by which whoever gets it proves that it is whole. */
export function Files({ files }: { files: Publication["files"] }) {
  const { t, lang } = useWords("publish");
  return (
    <Section id="files" title={t("files.title")} lead={t("files.lead")}>
      <DataTable
        cards
        title={t("files.title")}
        rows={files}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "name",
            title: t("files.name"),
            render: ({ name }) => <span className="file-name">{name}</span>,
          },
          { key: "size", title: t("files.size"), numeric: true, render: ({ size }) => bytes(size, lang) },
          {
            key: "sha256",
            title: "SHA-256",
            render: ({ sha256 }) => <code className="publish-sum">{sha256}</code>,
          },
        ]}
      />
    </Section>
  );
}

import { Select, Tag } from "antd";
import { bytes } from "../../../numbers/bytes";
import { DataTable } from "../../../tables/DataTable";
import { CheckCircleFilled, CloseCircleFilled } from "../../ui/icons";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import type { Fault, Meaning, SeenColumn, SeenFile, SeenTable } from "./shapes";
import type { Intake } from "./useIntake";

/** By what a column has its meaning where nobody said it and no header tells it for sure. */
const GUESSED = new Set(["values", "assumed"]);

interface SeenProps {
  file: SeenFile;
  meanings: readonly Meaning[];
  intake: Intake;
}

/** What was understood of one file: what it is, its columns and what each is taken for, and what would be rejected. */
export function Seen({ file, meanings, intake }: SeenProps) {
  const { t, lang } = useWords("import");
  const facts = [
    file.kind?.toUpperCase(),
    file.size === null ? null : bytes(file.size, lang),
    ...new Set(file.tables.map(({ encoding }) => encoding)),
    ...new Set(file.tables.map(({ system }) => (system ? t("seen.system", { system }) : null))),
  ].filter(Boolean);
  return (
    <article className="seen">
      <h3 className="seen-name">
        {file.stopped ? (
          <CloseCircleFilled className="sign-bad" aria-hidden="true" />
        ) : (
          <CheckCircleFilled className="sign-good" aria-hidden="true" />
        )}
        {file.file}
        {file.role ? <Tag>{t(`seen.role.${file.role}`)}</Tag> : null}
        <span className="quiet">{facts.join(" · ")}</span>
      </h3>
      {file.same_as ? <p className="quiet">{t("seen.same", { name: file.same_as })}</p> : null}
      {file.error ? <Wrong fault={file.error} /> : null}
      {file.tables.map((table, place) => (
        <OneTable
          key={table.sheet ?? place}
          table={table}
          meanings={meanings}
          intake={intake}
          fixed={file.role !== null && file.role !== "sales"}
        />
      ))}
    </article>
  );
}

/** What keeps a file from being used, and what to do about it. */
function Wrong({ fault }: { fault: Fault }) {
  return (
    <p className="seen-error">
      {fault.message}
      {fault.hint ? <span className="quiet"> {fault.hint}</span> : null}
    </p>
  );
}

interface TableProps {
  table: SeenTable;
  meanings: readonly Meaning[];
  intake: Intake;
  /** Tables beside the order lines have columns of their own, which are found by their names alone. */
  fixed: boolean;
}

function OneTable({ table, meanings, intake, fixed }: TableProps) {
  const { t } = useWords("import");
  const figures = useFigures();
  const rejected = table.rejected.reduce((sum, { rows }) => sum + rows, 0);
  const merged = Object.values(table.merged).reduce((sum, rows) => sum + rows, 0);
  const titles = new Map(meanings.map(({ name, title }) => [name, title]));
  return (
    <>
      {table.sheet ? <p className="quiet">{t("seen.sheet", { sheet: table.sheet })}</p> : null}
      {table.error ? <Wrong fault={table.error} /> : null}
      {table.error ? null : (
        <p className="seen-rows">
          {t("seen.rows", { rows: figures.count(table.rows), rejected: figures.count(rejected) })}
          {table.rejected.map(({ reason, title, rows }) => (
            <Tag key={reason}>
              {title} {figures.count(rows)}
            </Tag>
          ))}
        </p>
      )}
      {merged > 0 ? <p className="seen-rows">{t("seen.merged", { rows: figures.count(merged) })}</p> : null}
      {table.columns.length > 0 ? (
        <DataTable
          title={t("seen.columns")}
          rows={table.columns}
          rowKey={({ letter }) => letter}
          columns={[
            { key: "header", title: t("seen.header"), render: ({ header }) => <strong>{header}</strong> },
            {
              key: "meaning",
              title: t("seen.meaning"),
              render: (column) =>
                fixed ? (
                  <span>{column.meaning ? (titles.get(column.meaning) ?? column.meaning) : "–"}</span>
                ) : (
                  <>
                    <Means column={column} meanings={meanings} intake={intake} />
                    {column.by && GUESSED.has(column.by) ? (
                      <span className="quiet"> {t(`seen.by.${column.by}`)}</span>
                    ) : null}
                  </>
                ),
            },
            {
              key: "examples",
              title: t("seen.examples"),
              render: ({ examples }) => <span className="quiet">{examples.join(" · ") || "–"}</span>,
            },
          ]}
        />
      ) : null}
      {table.notes.map(({ text }) => (
        <p key={text} className="quiet seen-note">
          {text}
        </p>
      ))}
    </>
  );
}

/** What a column is taken for; another meaning is said here. */
function Means({
  column,
  meanings,
  intake,
}: {
  column: SeenColumn;
  meanings: readonly Meaning[];
  intake: Intake;
}) {
  const { t } = useWords("import");
  return (
    <Select
      className={column.meaning ? "means" : "means means-none"}
      aria-label={t("seen.means", { header: column.header })}
      value={column.meaning}
      placeholder={t("seen.unused")}
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      options={meanings.map(({ name, title }) => ({ value: name, label: title }))}
      onChange={(name: string) =>
        intake.say({
          ...intake.said,
          map: { ...without(intake.said.map, column.header), [name]: column.header },
        })
      }
    />
  );
}

function without(map: Record<string, string>, header: string): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([, taken]) => taken !== header));
}

import { useSearchParams } from "react-router";
import { bytes } from "../../../numbers/bytes";
import { useData } from "../../api/hooks";
import { useRight } from "../../session";
import { Fetched } from "../../states/Fetched";
import { useFigures } from "../../words/useFigures";
import { useWords } from "../../words/useWords";
import { AccountPicture } from "./AccountPicture";
import { Rejects } from "./Rejects";
import type { BesideTable, Change, Imports, Load, LoadDetail, Part } from "./shapes";
import { Undo } from "./Undo";

/** Everything that was loaded, the latest first; one of them open, which the address names. */
export function LoadList({ imports }: { imports: Imports }) {
  const { t } = useWords("import");
  const [params, setParams] = useSearchParams();
  if (imports.loads.length === 0 && imports.tables.length === 0) return null;
  const open = Number(params.get("load") ?? imports.loads[0]?.number);
  const choose = (number: number) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set("load", number === open ? "0" : String(number));
      return after;
    });
  return (
    <section className="section" aria-label={t("loads.title")}>
      <h2>{t("loads.title")}</h2>
      <ul className="loads">
        {imports.loads.map((load, place) => (
          <li key={load.number} className="load">
            <LoadHead load={load} open={load.number === open} onPress={() => choose(load.number)} />
            {load.number === open ? (
              <Detail load={load} last={place === 0 ? (imports.undo?.takes_back ?? null) : null} />
            ) : null}
          </li>
        ))}
        {imports.tables.map((table) => (
          <li key={`${table.role} ${table.file.name} ${table.read}`} className="load">
            <Beside table={table} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LoadHead({ load, open, onPress }: { load: Load; open: boolean; onPress: () => void }) {
  const { t, lang, dates } = useWords("import");
  const figures = useFigures();
  const size = load.files.reduce((sum, file) => sum + file.size, 0);
  return (
    <button type="button" className="load-head" aria-expanded={open} onClick={onPress}>
      <span className="load-names">
        {load.files.map(({ name }) => name).join(lang === "zh" ? "、" : ", ")}
      </span>
      <span className="quiet">
        {load.first
          ? t("loads.span", { from: dates.day(load.first), to: dates.day(load.last) })
          : t("loads.nothing")}
        {" · "}
        {t("loads.rows", { rows: figures.count(load.account.used.rows) })}
        {" · "}
        {bytes(size, lang)}
        {load.state ? ` · ${dates.ago(load.state.at)}` : ""}
      </span>
    </button>
  );
}

function Beside({ table }: { table: BesideTable }) {
  const { t } = useWords("import");
  const figures = useFigures();
  const counts = { read: figures.count(table.read), kept: figures.count(table.kept) };
  return (
    <div className="load-head load-beside">
      <span className="load-names">{table.file.name}</span>
      <span className="quiet">
        {t(`seen.role.${table.role}`)} · {t("loads.table", counts)}
      </span>
    </div>
  );
}

/** Everything of one load; `last` is the last change where the load can be taken back. */
function Detail({ load, last }: { load: Load; last: Change | null }) {
  const { t } = useWords("import");
  const figures = useFigures();
  const mayUndo = useRight("imports.write");
  const detail = useData<LoadDetail>(`imports/${load.number}`);
  return (
    <div className="load-detail">
      <AccountPicture account={load.account} currency={load.currency} />
      {load.known > 0 ? (
        <p className="quiet">{t("loads.known", { rows: figures.count(load.known) })}</p>
      ) : null}
      {load.replaced > 0 ? <p className="quiet">{t("loads.replaced", { count: load.replaced })}</p> : null}
      <Fetched of={detail}>
        {(one) =>
          one.parts.map((part) => <PartShown key={part.part} part={part} alone={one.parts.length === 1} />)
        }
      </Fetched>
      {load.account.rejected.rows > 0 ? <Rejects load={load} /> : null}
      {mayUndo && last && load.state ? <Undo made={load.state} last={last} /> : null}
    </div>
  );
}

/** What each column was taken for, and what there is to know of the reading. */
function PartShown({ part, alone }: { part: Part; alone: boolean }) {
  const { t } = useWords("import");
  const used = part.columns.filter(({ meaning }) => meaning !== null);
  const rest = part.columns.filter(({ meaning }) => meaning === null);
  return (
    <div className="part">
      {alone ? null : <h3>{[part.name, part.sheet].filter(Boolean).join(" · ")}</h3>}
      <ul className="part-columns" aria-label={t("seen.columns")}>
        {used.map(({ header, title, kept }) => (
          <li key={header} title={kept ? undefined : t("loads.not_kept")}>
            <span>{header}</span>
            <span aria-hidden="true">→</span>
            <strong>{title}</strong>
          </li>
        ))}
      </ul>
      {rest.length > 0 ? (
        <p className="quiet">
          {t("loads.unused", { headers: rest.map(({ header }) => header).join(t("comma")) })}
        </p>
      ) : null}
      {part.notes.map(({ text }) => (
        <p key={text} className="quiet">
          {text}
        </p>
      ))}
    </div>
  );
}

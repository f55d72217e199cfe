import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Text } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { Finding } from "./shapes";

export interface EditorHandle {
  /** Put the cursor at a place, counted from 1, and bring it into view. */
  jump: (line: number, column: number | null) => void;
}

interface EditorProps {
  value: string;
  onChange: (value: string) => void;
  findings: readonly Finding[];
  label: string;
  readOnly?: boolean;
  ref?: Ref<EditorHandle>;
}

const LOOK = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "13px", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": {
    fontFamily: "ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace",
    lineHeight: "1.55",
  },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--accent-soft)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)" },
});
const COLOURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
    { tag: [tags.string, tags.content], color: "var(--ink)" },
    { tag: [tags.lineComment, tags.meta], color: "var(--muted)" },
    { tag: [tags.keyword, tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
  ]),
);
const SEVERITIES = { error: "error", warning: "warning", note: "info" } as const;

/** The text of a scheme with numbered lines, a mark where something is found, and undo; Tab leaves it, as elsewhere. */
export function Editor({ value, onChange, findings, label, readOnly = false, ref }: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  const editable = useRef(new Compartment());
  useEffect(() => {
    changed.current = onChange;
  });
  useEffect(() => {
    if (!box.current) return;
    const made = opened(box.current, label, editable.current, (text) => changed.current(text));
    view.current = made;
    return () => made.destroy();
  }, [label]);
  useEffect(() => {
    const now = view.current;
    if (!now || now.state.doc.toString() === value) return;
    now.dispatch({ changes: smallest(now.state.doc.toString(), value) });
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({
      effects: editable.current.reconfigure([
        EditorState.readOnly.of(readOnly),
        EditorView.editable.of(!readOnly),
      ]),
    });
  }, [readOnly]);
  useEffect(() => {
    const now = view.current;
    if (now) now.dispatch(setDiagnostics(now.state, diagnostics(now.state.doc, findings)));
  }, [findings]);
  useImperativeHandle(ref, () => ({
    jump: (line, column) => {
      const now = view.current;
      if (!now) return;
      const at = now.state.doc.line(Math.min(Math.max(1, line), now.state.doc.lines));
      const anchor = Math.min(at.to, at.from + Math.max(0, (column ?? 1) - 1));
      now.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      now.focus();
    },
  }));
  return <div ref={box} className="editor" />;
}

function opened(
  parent: HTMLElement,
  label: string,
  editable: Compartment,
  onText: (text: string) => void,
): EditorView {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="shuke-nonce"]')?.content ?? "";
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: "",
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        lintGutter(),
        history(),
        drawSelection(),
        yaml(),
        COLOURS,
        LOOK,
        EditorView.lineWrapping,
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        editable.of([]),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onText(update.state.doc.toString());
        }),
      ],
    }),
  });
}

/** Return the change between two texts without what they begin and end with alike, so that the cursor stays. */
function smallest(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

function diagnostics(text: Text, findings: readonly Finding[]): Diagnostic[] {
  return findings.flatMap((one) => {
    if (one.line === null || one.line > text.lines) return [];
    const line = text.line(one.line);
    const from = Math.min(line.to, line.from + Math.max(0, (one.column ?? 1) - 1));
    const message = one.hint ? `${one.message}\n${one.hint}` : one.message;
    return [{ from, to: line.to, severity: SEVERITIES[one.severity], message, source: one.code }];
  });
}

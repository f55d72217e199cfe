/** The product's name, set as a seal beside its Latin form. */
export function Mark() {
  return (
    <div className="mark">
      <span className="seal" lang="zh" role="img" aria-label="熟客">
        熟客
      </span>
      <span className="mark-name">Shuke</span>
    </div>
  );
}

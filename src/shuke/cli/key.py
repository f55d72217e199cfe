"""``shuke key``: the key of the pseudonyms is shown by its name, changed, or destroyed; its secret is never shown."""

from __future__ import annotations

from typing import Annotated

import typer

from shuke.cli.shared import Language, language, say

app = typer.Typer(
    help="The key under which personal ids become pseudonyms.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("show")
def show(lang: Language = None) -> None:
    """Show where the key lies, its name, and the names of retired keys; never the secret."""
    from shuke.locale import text
    from shuke.privacy.keys import key_path, key_ring

    spoken, path = language(lang), key_path()
    if not path.exists():
        say(text("terminal.key.none", spoken, path=path))
        return
    ring = key_ring(create=False)
    lines = [text("terminal.key.current", spoken, name=ring.current.name, path=ring.path)]
    lines += [text("terminal.key.retired", spoken, name=key.name) for key in ring.retired]
    if not ring.private:
        lines.append("! " + text("terminal.key.open", spoken, path=ring.path))
    say("\n".join(lines))


@app.command("rotate")
def rotate(lang: Language = None) -> None:
    """Make a new key for new results; the old one is kept, read-only, to look customers of older results up."""
    from shuke.locale import text
    from shuke.privacy.keys import rotate as renew

    spoken, ring = language(lang), renew()
    retired = ", ".join(key.name for key in ring.retired)
    say(text("terminal.key.rotated", spoken, name=ring.current.name, retired=retired))


@app.command("destroy")
def destroy(
    name: Annotated[str, typer.Argument(metavar="KID", help="The name of a retired key, as shuke key show tells it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lang: Language = None,
) -> None:
    """Destroy a retired key: nobody can ever be found again by the codes under it."""
    from shuke.locale import text
    from shuke.privacy.keys import destroy as remove

    spoken = language(lang)
    if not yes:
        typer.confirm(text("terminal.key.sure", spoken, name=name), abort=True, err=True)
    remove(name)
    say(text("terminal.key.destroyed", spoken, name=name))

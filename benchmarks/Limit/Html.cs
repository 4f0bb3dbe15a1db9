using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Limit;

/// <summary>
/// The pages, to the byte; Load compares them. Only tokens and fingerprints are of the right length alone.
/// </summary>
static class Html
{
    static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly string Mark = new('m', 24);
    static readonly string Token = $"""<input type="hidden" name="csrf" value="{new string('t', 198)}" />""";

    public static string List(Person person, Viewer viewer, List<Row> rows)
    {
        var page = Begin(person, viewer, $"All notes ({Count(viewer.Count)})", null, " aria-current=\"page\"");
        page.Append(Plain, $"""<header class="head"><h1>All notes <span class="count">({Count(viewer.Count)})</span></h1>""")
            .Append("""<a class="button" href="/notes/create/">New note</a></header>""")
            .Append("""<table class="notes"><caption class="hidden">All notes, newest change first</caption>""")
            .Append("\n<thead><tr><th scope=\"col\"><a href=\"?order=name\">Note</a></th>")
            .Append("""<th scope="col" class="pad">Pad</th><th scope="col" class="when" aria-sort="descending">""")
            .Append("""<a href="?order=updated_at">Last modified <span aria-hidden="true">↓</span></a></th></tr></thead>""")
            .Append("\n<tbody>");
        foreach (var row in rows)
        {
            page.Append(Plain, $"""<tr><td class="name" dir="auto"><a href="/notes/{row.Id}/">{Encode(row.Name)}</a>""")
                .Append(Plain, $"""<p dir="auto">{Encode(row.Text)}</p></td><td class="pad">""")
                .Append(Find(viewer, row.Pad) is { } pad ? Link(pad) : "No pad")
                .Append(Plain, $"""</td><td class="when">{Time(row.UpdatedAt)}</td></tr>""");
        }
        page.Append("</tbody></table>\n<nav class=\"pager row\" aria-label=\"Pages\">")
            .Append(Plain, $"""<span class="count">1–{rows.Count} of {Count(viewer.Count)}</span>""")
            .Append("\n<a href=\"/?select\" aria-keyshortcuts=\"x\">Select</a></nav>");
        return End(page);
    }

    public static string Note(Person person, Viewer viewer, Row note)
    {
        var page = Begin(person, viewer, Encode(note.Name), note.Pad, "");
        page.Append(Plain, $"""

            <article><header class="about"><h1 dir="auto">{Encode(note.Name)}</h1>
            <p class="meta row">{(Find(viewer, note.Pad) is { } pad ? Link(pad) : "<span>No pad</span>")}
            """)
            .Append(Plain, $"""
            <span>Last edited {Time(note.UpdatedAt)}</span></p>
            <div class="acts row"><a href="/notes/{note.Id}/edit/" aria-keyshortcuts="e">Edit</a>
            <a href="/notes/{note.Id}/move/">Move</a>
            <a href="/notes/create/?from={note.Id}">Duplicate</a>
            <a href="/notes/{note.Id}/history/">History</a>
            <form method="post" action="/notes/{note.Id}/trash/">{Token}
            """)
            .Append(Plain, $"""
            <button class="link" formaction="/notes/{note.Id}/pin/" aria-keyshortcuts="p">Pin</button>
            """)
            .Append(Plain, $"""
            <button class="link" formaction="/notes/{note.Id}/archive/">Archive</button>
            <button class="link stop end">Delete</button></form>
            """)
            .Append("</div></header>\n<div class=\"note\">");
        foreach (var paragraph in note.Text.Split("\n\n"))
            page.Append(Plain, $"""<p dir="auto">{Encode(paragraph)}</p>""");
        page.Append("</div>")
            .Append(Plain, $"""
            <form class="row" data-keep method="post" action="/notes/{note.Id}/append/">{Token}
            <input type="hidden" name="revision" value="1" />
            <label class="hidden" for="line">A line for the end of this note</label>
            """)
            .Append("\n<input id=\"line\" name=\"line\" dir=\"auto\" required autocomplete=\"off\"")
            .Append(" placeholder=\"Add a line\" />")
            .Append("\n<button class=\"plain\">Add</button></form></article>");
        return End(page);
    }

    public static string Edit(Person person, Viewer viewer, Row note)
    {
        var name = Encode(note.Name);
        var page = Begin(person, viewer, $"Edit: {name}", note.Pad, "");
        page.Append("""

            <div class="flash" data-draft-offer hidden><p role="status">You have unsaved text from … on this device.</p>
            <button type="button" class="link">Use it</button>
            """)
            .Append(Plain, $"""
            <button type="button" class="link" data-action="/notes/{note.Id}/compare/">Compare</button>
            """)
            .Append("""<button type="button" class="link">Discard</button></div>""")
            .Append("""<div class="flash" data-away hidden><p role="alert">""")
            .Append("Your text is safe on this device, but not saved: Notejam cannot be reached. ")
            .Append("Save again when it can; leaving this page loses nothing.</p></div>\n")
            .Append(Plain, $"""
            <form class="write" data-keep data-draft="{note.Id}" method="post"
            """)
            .Append(Plain, $"""
             action="/notes/{note.Id}/edit/?save" novalidate>{Token}
            <input type="hidden" name="id" value="{note.Id}" />
            <input type="hidden" name="draft" value="" data-began />
            """)
            .Append(Plain, $"""
            <input type="hidden" name="revision" value="1" data-began />
            <input type="hidden" name="began" value="{Mark}" data-began />
            <input type="hidden" name="began_pad" value="{note.Pad}" data-began />
            <input type="hidden" name="began_tags" value="" data-began />
            """)
            .Append(Plain, $"""
            <h1 class="hidden">Edit: {name}</h1>
            <label class="hidden" for="name">Name</label>
            <textarea class="title" id="name" dir="auto" name="name" rows="1" placeholder="Name"
            """)
            .Append(Plain, $"""
             enterkeyhint="next" data-enter="text">{name}</textarea>

            <div class="row"><p><label for="pad">Pad</label>
            <select id="pad" name="pad"><option value>No pad</option>
            """);
        foreach (var pad in viewer.Pads)
        {
            var selected = pad.Id == note.Pad ? " selected" : "";
            page.Append(Plain, $"""<option value="{pad.Id}"{selected}>{Encode(pad.Name)}</option>""");
        }
        page.Append("</select></p>\n<p><label for=\"tags\">Tags</label>\n<input id=\"tags\" name=\"tags\" value=\"\"")
            .Append(" dir=\"auto\" autocomplete=\"off\" autocapitalize=\"off\" /></p></div>")
            .Append("\n\n\n<label class=\"hidden\" for=\"text\">Note</label>\n")
            .Append("""<textarea id="text" name="text" dir="auto" required placeholder="Begin anywhere." """)
            .Append("aria-describedby=\"how\">")
            .Append(Plain, $"""
            &#xA;{Encode(note.Text)}</textarea>

            <div class="save"><p class="row hint" data-complete dir="auto" aria-live="polite" hidden></p>
            """)
            .Append(Plain, $"""
            <button aria-keyshortcuts="Control&#x2B;Enter">Save</button>
            <button class="link" name="stay" value="true">Save and keep writing</button>
            <a href="/notes/{note.Id}/">Cancel</a><span class="hint end" role="status" data-draft-state></span></div>
            <p class="hint" id="how">
            Markdown works here: headings, lists, tasks, tables, code, footnotes.
            <span class="count" data-words></span></p></form>
            """);
        return End(page);
    }

    static StringBuilder Begin(Person person, Viewer viewer, string title, Guid? here, string home)
    {
        var inPad = here is null ? "" : $"&amp;pad={here}";
        const string Worker = "/worker.fingerprnt.js?/notejam.fingerprnt.css";
        var page = new StringBuilder(32 * 1024).Append("<!doctype html>\n<html lang=\"en\" data-viewer=\"")
            .Append(Plain, $"""
            notejam-viewer-{person.Port}={person.Mark}"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="description" content="Write it down, put it in a pad, find it where you left it." />
            <meta name="color-scheme" content="light dark">
            <meta name="theme-color" content="#fdfcfb" media="(prefers-color-scheme: light)">
            <meta name="theme-color" content="#191716" media="(prefers-color-scheme: dark)">
            <title>{title} · Notejam</title>
            <link rel="icon" href="/favicon.fingerprnt.svg" type="image/svg&#x2B;xml" />
            <link rel="stylesheet" href="/notejam.fingerprnt.css" />
            <link rel="manifest" href="/notejam.fingerprnt.webmanifest" />
            <script type="module" src="/timezone.fingerprnt.js"></script>
            <script type="module" src="/enter.fingerprnt.js"></script>
            <script type="module" src="/unsaved.fingerprnt.js"></script>
            <script type="module" src="/drafts.fingerprnt.js"></script>
            <script type="module" src="/offer.fingerprnt.js"></script>
            <script type="module" src="/send.fingerprnt.js"></script>
            <script type="module" src="/select.fingerprnt.js"></script>
            <script type="module" src="/write.fingerprnt.js"></script>
            <script type="module" src="/complete.fingerprnt.js"></script>
            <script type="module" src="/tick.fingerprnt.js"></script>
            <script type="module" src="/keys.fingerprnt.js"></script>
            <script type="module" src="/viewer.fingerprnt.js"></script>
            <script type="module" src="/offline.fingerprnt.js" data-worker="{Worker}"></script></head>
            <body><a class="skip" href="#main">Skip to content</a>
            <header><a class="wordmark" href="/"><img src="/logo.fingerprnt.svg" alt="Notejam" width="112" height="36" /></a>
            <form class="find" role="search" action="/search/"><label class="hidden" for="find">Search notes</label>
            <input type="search" id="find" name="q" maxlength="300" placeholder="Search notes" dir="auto" aria-keyshortcuts="/" />
            <kbd hidden>/</kbd></form>
            <div class="user"><button type="button" class="link more" popovertarget="account">
            """)
            .Append(Plain, $"""
            <span class="hidden">Account: </span><bdi class="cut">{Encode(viewer.Email)}</bdi></button>
            <ul id="account" popover><li><a href="/settings/">Settings</a></li>
            <li><form method="post" action="/signout/">{Token}<button class="link">Sign out</button></form></li>
            """)
            .Append(Plain, $"""
            </ul></div></header>
            <nav class="side" aria-label="Notes"><details><summary>Pads</summary>
            <div><ul><li><a href="/"{home} data-keys="g h">All notes <span class="count">{Count(viewer.Count)}</span></a></li>
            <li><a href="/notes/create/?at=text{inPad}" aria-keyshortcuts="n">New note</a></li></ul>
            <h2 id="my-pads">My pads <a href="/pads/create/">New pad</a></h2><ul aria-labelledby="my-pads">
            """);
        foreach (var (id, name, count) in viewer.Pads)
        {
            var current = id == here ? " aria-current=\"true\"" : "";
            page.Append(Plain, $"""<li><a href="/pads/{id}/"{current}><bdi>{Encode(name)}</bdi>""")
                .Append(Plain, $""" <span class="count">{Count(count)}</span></a></li>""");
        }
        return page.Append(Plain, $"""
            </ul><ul><li><a href="/archive/">
            Archive <span class="count">{Count(viewer.Archive)}</span></a></li>
            <li><a href="/trash/">
            Trash <span class="count">{Count(viewer.Trash)}</span></a></li></ul></div></details></nav>

            <main id="main">


            """);
    }

    static string End(StringBuilder page) =>
        page.Append("</main>\n<footer class=\"foot\"><span>Notejam</span>")
            .Append("<a href=\"/shortcuts/\" aria-keyshortcuts=\"?\">Keyboard shortcuts</a></footer></body></html>")
            .ToString();

    static Pad? Find(Viewer viewer, Guid? id) => viewer.Pads.Find(p => p.Id == id);

    static string Link(Pad pad) => $"""<a href="/pads/{pad.Id}/"><bdi>{Encode(pad.Name)}</bdi></a>""";

    static string Time(DateTime at) =>
        string.Create(Plain, $"""<time datetime="{at:yyyy-MM-ddTHH:mm:ssZ}">{at:dd MMM. yyyy}</time>""");

    static string Count(int count) => count.ToString("N0", Plain);

    static string Encode(string text) => Encoder.Encode(text);
}

namespace Notejam.Tests.Markdown;

/// <summary>
/// Shapes in which scripts have come into pages, each in every part of a text. The shapes are those of public lists
/// (OWASP's and PortSwigger's cheat sheets), written anew; what they would run is <see cref="Call"/>.
/// </summary>
static class HostileMarkup
{
    const string Call = "alert(1)";

    static readonly string[] Elements =
    [
        $"<script>{Call}</script>", $"<ScRiPt >{Call}</sCrIpT>", $"<script\n>{Call}</script\n>",
        $"<script src=//evil.example/x.js>", $"<img src=x onerror={Call}>", $"<img src=x oneRRor=\"{Call}\">",
        $"<img/src=x/onerror={Call}>", $"<img src=x onerror=\n{Call}>", $"<svg onload={Call}>",
        $"<svg/onload={Call}>", $"<svg><script>{Call}</script></svg>",
        $"<svg><animate onbegin={Call} attributeName=x>",
        $"<svg><a xlink:href=javascript:{Call}><text>x</text></a></svg>",
        $"<svg><use href=\"data:image/svg+xml,<svg id=x onload={Call}>#x\">",
        $"<math><mtext><img src onerror={Call}></mtext></math>", $"<math href=javascript:{Call}>x</math>",
        $"<body onload={Call}>", $"<body onpageshow={Call}>", $"<iframe src=javascript:{Call}>",
        $"<iframe srcdoc='<script>{Call}</script>'>", $"<iframe onload={Call}>", $"<object data=javascript:{Call}>",
        $"<embed src=javascript:{Call}>", $"<a href=javascript:{Call}>x</a>",
        $"<a href=\"java&#9;script:{Call}\">x</a>", $"<form action=javascript:{Call}><button>x</button></form>",
        $"<button formaction=javascript:{Call} form=tasks>x</button>", $"<input autofocus onfocus={Call}>",
        $"<select autofocus onfocus={Call}>", $"<textarea autofocus onfocus={Call}>",
        $"<details open ontoggle={Call}>", $"<video><source onerror={Call}></video>", $"<audio src=x onerror={Call}>",
        $"<marquee onstart={Call}>", $"<meta http-equiv=refresh content='0;url=javascript:{Call}'>",
        "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>",
        "<style>@import '//evil.example/x.css'</style>", "<style>*{background:url(//evil.example/)}</style>",
        $"<div style=\"background:url(javascript:{Call})\">x</div>",
        $"<noscript><p title=\"</noscript><img src=x onerror={Call}>\">", $"<!--><img src=x onerror={Call}>-->",
        $"<![CDATA[<script>{Call}</script>]]>", $"<?xml version=\"1.0\"?><script>{Call}</script>",
        $"<template><script>{Call}</script></template>", $"<x tabindex=1 autofocus onfocus={Call}>",
        $"<dialog open oncancel={Call}>x</dialog>", $"<p id=main onclick={Call}>x</p>", $"\"><script>{Call}</script>",
        $"'><img src=x onerror={Call}>", $"</p><script>{Call}</script>", $"</textarea><script>{Call}</script>",
        $"</title><script>{Call}</script>", $"</code></pre><script>{Call}</script>", $"\" onmouseover=\"{Call}",
        $"' onfocus='{Call}' autofocus='", $"` onload=`{Call}", $"\u2028<script>{Call}</script>",
        $"<\u0000script>{Call}</script>", $"%3Cscript%3E{Call}%3C/script%3E", $"&lt;script&gt;{Call}&lt;/script&gt;",
        $"&#60;script&#62;{Call}&#60;/script&#62;", $"\uFF1Cscript\uFF1E{Call}\uFF1C/script\uFF1E",
    ];

    static readonly string[] AroundElements =
    [
        "{0}", "text {0} text", "`{0}`", "```\n{0}\n```", "``` {0}\nx\n```", "    {0}", "# {0}", "> {0}", "- {0}",
        "- [ ] {0}", "| a |\n|---|\n| {0} |", "[{0}](https://example.org/)", "[x](https://example.org/ \"{0}\")",
        "[x](https://example.org/{0})", "![{0}](https://example.org/)", "**{0}**", "So.[^1]\n\n[^1]: {0}",
        "So.[^{0}]\n\n[^{0}]: x", "[{0}]\n\n[{0}]: https://example.org/", "https://example.org/{0}",
    ];

    static readonly string[] Addresses =
    [
        $"javascript:{Call}", $"JaVaScRiPt:{Call}", $"java\tscript:{Call}", $"java&#9;script:{Call}",
        $"java&NewLine;script:{Call}", $"&#106;avascript:{Call}", $"&#x6A;avascript&colon;{Call}",
        $"javascript&colon;{Call}", $"\u0001javascript:{Call}", $"&#1;javascript:{Call}", $"%6aavascript:{Call}",
        $"javascript:/*--></title></style></textarea></script>*/{Call}", $"javascript://example.org/%0a{Call}",
        $"feed:javascript:{Call}", $"view-source:javascript:{Call}", $"vbscript:{Call}", $"livescript:{Call}",
        $"data:text/html,<script>{Call}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        $"data:image/svg+xml,<svg onload={Call}>", "//evil.example/", "/\\evil.example/", "\\\\evil.example/",
        "/\t/evil.example/", "file:///etc/passwd", "blob:https://example.org/x",
        $"filesystem:https://example.org/{Call}", $"https:javascript:{Call}", "https:evil.example",
    ];

    static readonly string[] AroundAddresses =
    [
        "{0}", "<{0}>", "[x]({0})", "[x](<{0}>)", "[x]({0} \"title\")", "[x][r]\n\n[r]: {0}", "[r]\n\n[r]: <{0}>",
        "![x]({0})", "![]({0})", "[![x]({0})]({0})", "# [x]({0})", "- [ ] [x]({0})", "| a |\n|---|\n| [x]({0}) |",
        "So.[^1]\n\n[^1]: [x]({0})", "> [x]({0})", "*[x]({0})*", "[[{0}]]", "[[x|{0}]]",
    ];

    public static IEnumerable<string> Texts =>
        Fill(AroundElements, Elements).Concat(Fill(AroundAddresses, Addresses));

    static IEnumerable<string> Fill(string[] around, string[] hostile) =>
        from shape in around from word in hostile select shape.Replace("{0}", word, StringComparison.Ordinal);
}

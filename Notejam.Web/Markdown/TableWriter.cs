using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Notejam.Web.Markdown;

/// <summary>A table in a box of its own, where it is wider than the page.</summary>
sealed class TableWriter : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer html, Table table)
    {
        var rows = table.Cast<TableRow>().ToList();
        html.Write("""<div class="scroll" role="region" aria-label="Table" tabindex="0"><table dir="auto">""");
        WriteRows(html, table, "thead", rows.TakeWhile(r => r.IsHeader));
        WriteRows(html, table, "tbody", rows.SkipWhile(r => r.IsHeader));
        html.Write("</table></div>");
    }

    static void WriteRows(HtmlRenderer html, Table table, string part, IEnumerable<TableRow> rows)
    {
        var isBegun = false;
        foreach (var row in rows)
        {
            html.Write(isBegun ? "<tr>" : $"<{part}><tr>");
            isBegun = true;
            for (var column = 0; column < row.Count; column++)
            {
                // A row may have more cells than the line under the heads.
                var definition = table.ColumnDefinitions.ElementAtOrDefault(column);
                WriteCell(html, (TableCell)row[column], row.IsHeader, definition?.Alignment == TableColumnAlign.Right);
            }
            html.Write("</tr>");
        }
        if (isBegun) html.Write($"</{part}>");
    }

    static void WriteCell(HtmlRenderer html, TableCell cell, bool isHeader, bool isNumber)
    {
        html.Write(isHeader ? "<th scope=\"col\"" : "<td")
            .Write(isNumber ? " class=\"num\">" : ">");
        html.WriteBlocks(cell, areImplicit: true);
        html.Write(isHeader ? "</th>" : "</td>");
    }
}

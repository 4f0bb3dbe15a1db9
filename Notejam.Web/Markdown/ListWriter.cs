using System.Globalization;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Notejam.Web.Markdown;

/// <param name="canTick">Whether tasks are buttons.</param>
sealed class ListWriter(bool canTick) : HtmlObjectRenderer<ListBlock>
{
    int tasks;

    protected override void Write(HtmlRenderer html, ListBlock list)
    {
        var tag = list.IsOrdered ? "ol" : "ul";
        var start = list.OrderedStart is null or "1" ? "" : $" start=\"{list.OrderedStart}\"";
        html.Write($"<{tag}{start} dir=\"auto\">");
        var wasImplicit = html.ImplicitParagraph;
        var next = 0;
        foreach (var item in list.Cast<ListItemBlock>())
        {
            html.ImplicitParagraph = !list.IsLoose;
            // A number is shown as it was typed.
            var value = next > 0 && item.Order != next
                ? string.Create(CultureInfo.InvariantCulture, $" value=\"{item.Order}\"")
                : "";
            if (list.IsOrdered) next = item.Order + 1;
            if (TaskParser.TaskOf(item) is { } task) WriteTask(html, item, task, value);
            else html.Write($"<li{value}>").WriteChildren(item);
            html.Write("</li>");
        }
        html.ImplicitParagraph = wasImplicit;
        html.Write($"</{tag}>");
    }

    void WriteTask(HtmlRenderer html, ListItemBlock item, TaskList task, string value)
    {
        var number = (++tasks).ToString(CultureInfo.InvariantCulture);
        var words = (ParagraphBlock)item[0];
        html.Write($"""<li class="task"{value}>""");
        if (canTick)
        {
            var (name, isTicked) = task.Checked ? ("open", "true") : ("done", "false");
            html.Write($"""<button form="tasks" name="{name}" value="{number}" role="checkbox" """)
                .Write($"""aria-checked="{isTicked}" aria-labelledby="task{number}">""")
                .Write($"""<span class="box"></span></button> <span id="task{number}">""")
                .WriteLeafInline(words)
                .Write("</span>");
        }
        else
        {
            var (label, ticked) = task.Checked ? ("Done", " checked") : ("To do", "");
            html.Write($"""<input type="checkbox" disabled{ticked} aria-label="{label}"> """).WriteLeafInline(words);
        }
        foreach (var block in item.Skip(1)) html.Write(block);
    }
}

/// <summary>The item writes it.</summary>
sealed class TaskWriter : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer html, TaskList task) { }
}

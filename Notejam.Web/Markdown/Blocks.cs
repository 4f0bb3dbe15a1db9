using Markdig.Renderers;
using Markdig.Syntax;

namespace Notejam.Web.Markdown;

static class Blocks
{
    /// <param name="areImplicit">Whether their paragraphs are words without an element.</param>
    public static void WriteBlocks(this HtmlRenderer html, ContainerBlock blocks, bool areImplicit)
    {
        var wereImplicit = html.ImplicitParagraph;
        html.ImplicitParagraph = areImplicit;
        html.WriteChildren(blocks);
        html.ImplicitParagraph = wereImplicit;
    }
}

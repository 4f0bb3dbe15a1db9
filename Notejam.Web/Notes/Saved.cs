using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Notes;

static class Saved
{
    /// <summary>To the list that has the note, and to the form again where its writer keeps writing.</summary>
    public static SeeOther Answer(Flash flash, string message, NoteForm form, Guid note, Guid? pad)
    {
        flash.Set(message, saved: form.Draft, made: form.Stay ? null : $"/notes/{note}/");
        return new SeeOther(form.Stay ? $"/notes/{note}/edit/" : PadLinks.Of(pad));
    }
}

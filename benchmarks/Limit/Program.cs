using Limit;

// The least that a program can do to answer as Notejam does: the same bytes from the same rows, the session looked at
// each time, and nothing else. What Notejam costs is told as a multiple of it.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
await using var app = builder.Build();
await using var notes = new Database(app.Configuration.GetConnectionString("notejam")!, TimeProvider.System);

app.MapGet("/", ListAsync);
app.MapGet("/notes/{id:guid}/", (HttpContext context, Guid id) =>
    SendAsync(context, person => notes.NoteAsync(person, id, Html.Note, withLinks: true)));
app.MapGet("/notes/{id:guid}/edit/", (HttpContext context, Guid id) =>
    SendAsync(context, person => notes.NoteAsync(person, id, Html.Edit, withLinks: false)));
app.MapPost("/notes/create/", CreateAsync);
app.MapPost("/notes/{id:guid}/edit/", (HttpContext context, Guid id) =>
    SaveAsync(context, (person, form) => notes.EditAsync(person, id, Typed.Of(form))));
await app.RunAsync();

Task ListAsync(HttpContext context) => SendAsync(context, notes.ListAsync);

Task CreateAsync(HttpContext context) =>
    SaveAsync(context, (person, form) => notes.CreateAsync(person, Guid.Parse(form["id"]!), Typed.Of(form)));

static async Task SendAsync(HttpContext context, Func<Person, Task<string?>> readAsync)
{
    var page = Person.Of(context) is { } person ? await readAsync(person) : null;
    if (page is null)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
    }
    var bytes = System.Text.Encoding.UTF8.GetBytes(page);
    context.Response.ContentType = "text/html; charset=utf-8";
    context.Response.ContentLength = bytes.Length;
    await context.Response.Body.WriteAsync(bytes);
}

static async Task SaveAsync(HttpContext context, Func<Person, IFormCollection, Task<bool>> saveAsync)
{
    var form = await context.Request.ReadFormAsync();
    if (Person.Of(context) is not { } person || !await saveAsync(person, form))
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
    }
    context.Response.StatusCode = StatusCodes.Status303SeeOther;
    context.Response.Headers.Location = form["pad"] is [{ Length: > 0 } pad] ? $"/pads/{pad}/" : "/";
}

using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.Health;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Web;
using Notejam.Web.Accounts;
using Notejam.Web.Accounts.Kept;
using Notejam.Web.Archive;
using Notejam.Web.Completion;
using Notejam.Web.Data;
using Notejam.Web.History;
using Notejam.Web.Http;
using Notejam.Web.Markdown;
using Notejam.Web.Notes;
using Notejam.Web.Notes.Selection;
using Notejam.Web.Pads;
using Notejam.Web.Search;
using Notejam.Web.Tags;
using Notejam.Web.Trash;

return await StopSignal.RunAsync(async stop =>
{
    var command = CommandLine.Read(args);
    if (command == CommandLine.Help) return CommandLine.ShowHelp();

    var options = new WebApplicationOptions { Args = args, ContentRootPath = CommandLine.Home };
    var builder = WebApplication.CreateBuilder(options);
    builder.AddServiceDefaults("notejam-web", "Notejam.Web");
    if (command == CommandLine.Migrate) return await Migrate.RunAsync(builder, stop);

    builder.AddHttpPipeline();
    builder.AddAccounts();
    builder.AddHistory();
    builder.AddTrash();
    builder.Services.AddSingleton<RenderedTexts>();
    builder.Services.AddInstruments<NoteMetrics>();
    builder.Services.AddInstruments<SearchMetrics>();
    await using var server = await builder.AddDatabaseAsync(stop);
    builder.Services.AddPages();

    await using var app = builder.Build();
    if (app.Environment.IsDevelopment()) await app.MigrateAtStartAsync(stop);

    app.MapDefaultEndpoints();
    app.UseHttpPipeline();
    app.UseRouting();
    app.UsePublicAddress();
    app.UseLimits();
    app.UseAuthentication();
    app.Use(app.Services.GetRequiredService<ViewerCookie>().SetAsync);
    app.UseAuthorization();
    app.UseAnonymousPages();
    app.Use(app.Services.GetRequiredService<Unchanged>().InvokeAsync);
    app.UseAntiforgery();

    app.MapStaticAssets().AllowAnonymous().ShortCircuit();
    app.MapVersion();
    app.MapWellKnown();
    app.MapGetAndHead("/signed-out/", app.Services.GetRequiredService<ViewerCookie>().Left).AllowAnonymous();
    app.MapPages().RequireAuthorization();
    app.MapKept();
    app.MapCompletion();
    var commands = app.MapCommands();
    commands.MapAccounts();
    commands.MapNotes();
    commands.MapSelection();
    commands.MapHistory();
    commands.MapPads();
    commands.MapTags();
    commands.MapArchive();
    commands.MapTrash();

    await app.RunOnFreePortsAsync(stop);
    return 0;
});

namespace Notejam.Web.Trash;

static class TrashSetup
{
    public static void AddTrash(this WebApplicationBuilder builder) =>
        builder.Services.AddHostedService<TrashPurge>();
}

"""Controls of the database."""

from collections.abc import Iterator

from tests.infra_cfn.controls.estate import Estate, control, properties_like, reach

DATABASE, AREA = "AWS::RDS::DBInstance", "rds"
MEMORY = {"db.t4g.micro": 1, "db.t4g.medium": 4, "db.r8g.2xlarge": 64}  # GB
BYTES_A_CONNECTION = 9_531_392  # RDS: max_connections is memory divided by this
OF_HOSTS = 10  # connections that a batch host holds, service and worker
# What would put a value that somebody sent into the log: each statement, a slow one, one that is
# refused (psycopg2 writes values into the text), the row that a constraint refuses, parameters.
SILENT = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

for name, path, wanted in (
    ("the_database_has_no_public_address", "PubliclyAccessible", False),
    ("the_database_is_encrypted", "StorageEncrypted", True),
    ("programs_sign_in_to_the_database_by_token", "EnableIAMDatabaseAuthentication", True),
    ("nobody_knows_the_master_password", "ManageMasterUserPassword", True),
    ("minor_versions_of_the_database_come_by_themselves", "AutoMinorVersionUpgrade", True),
    ("snapshots_say_what_they_are_of", "CopyTagsToSnapshot", True),
    ("the_system_under_the_database_is_watched", "MonitoringInterval", 60),
    ("statements_can_be_looked_into", "EnablePerformanceInsights", True),
):
    properties_like(DATABASE, AREA, name, path, wanted)


@control(AREA, everywhere=False)
def the_database_has_a_standby(estate: Estate) -> Iterator[str]:
    yield from (d.name for d in estate.of(DATABASE) if d.properties.get("MultiAZ") is not True)


@control(AREA, everywhere=False)
def the_database_cannot_be_deleted_in_passing(estate: Estate) -> Iterator[str]:
    yield from (d.name for d in estate.of(DATABASE) if not d.properties.get("DeletionProtection"))


@control(AREA)
def a_week_of_backups_is_kept(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        if database.properties["BackupRetentionPeriod"] < 7:
            yield database.name


@control(AREA, everywhere=False)
def production_keeps_a_month_of_backups(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        if database.properties["BackupRetentionPeriod"] < 30:
            yield database.name


@control(AREA)
def the_databases_log_is_exported(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        if "postgresql" not in database.properties["EnableCloudwatchLogsExports"]:
            yield database.name


@control(AREA)
def the_log_is_made_before_the_database_makes_one_without_an_end(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        if "Log" not in estate.declared(database).get("DependsOn", ""):
            yield database.name


@control(AREA)
def a_deleted_database_leaves_a_snapshot(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        declared = estate.declared(database)
        if {declared.get("DeletionPolicy"), declared.get("UpdateReplacePolicy")} != {"Snapshot"}:
            yield database.name


@control(AREA)
def the_database_refuses_connections_without_tls(estate: Estate) -> Iterator[str]:
    for settings in estate.of("AWS::RDS::DBParameterGroup"):
        if reach(settings.properties, "Parameters/rds.force_ssl") != "1":
            yield settings.name


@control(AREA)
def no_statement_is_logged_for_what_it_says(estate: Estate) -> Iterator[str]:
    for settings in estate.of("AWS::RDS::DBParameterGroup"):
        if not SILENT.items() <= settings.properties["Parameters"].items():
            yield settings.name


@control(AREA)
def the_database_has_settings_and_subnets_of_its_own(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        if not {"DBParameterGroupName", "DBSubnetGroupName"} <= set(database.properties):
            yield database.name


@control(AREA)
def no_template_has_a_password(estate: Estate) -> Iterator[str]:
    for database in estate.of(DATABASE):
        if "MasterUserPassword" in database.properties:
            yield database.name


@control(AREA)
def all_that_may_connect_finds_a_connection(estate: Estate) -> Iterator[str]:
    database = estate.of(DATABASE)[0]
    memory = MEMORY[database.properties["DBInstanceClass"]] * 1024**3
    functions = [f.properties for f in estate.of("AWS::Lambda::Function")]
    reserved = sum(int(f["ReservedConcurrentExecutions"]) for f in functions)
    hosts = int(estate.of("AWS::AutoScaling::AutoScalingGroup")[0].properties["MaxSize"])
    if reserved + hosts * OF_HOSTS > memory // BYTES_A_CONNECTION:
        yield database.name

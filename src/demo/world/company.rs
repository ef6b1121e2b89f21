//! The invented company: Tidemark Lantern Works, its sites, people, queues and menus, and the people who call it.

use std::sync::Arc;

use super::ids::named;
use super::outsiders::{self, Outsiders};
use super::party::{Extension, Party};
use super::words::{ExtensionType, NumberType};

/// A company with everything the phone system knows about it.
#[derive(Clone, Debug)]
pub struct Company {
    /// `account_id`.
    pub account_id: String,
    /// Its name.
    pub name: &'static str,
    /// At least 40 users; the first is the person who signs in.
    pub users: Vec<User>,
    /// Call queues, one for a department.
    pub queues: Vec<Queue>,
    /// One menu a site; the first is the one most callers meet.
    pub receptionists: Vec<AutoReceptionist>,
    /// Telephones that belong to a room.
    pub common_areas: Vec<Arc<Party>>,
    /// Three sites.
    pub sites: Vec<Site>,
    /// The carrier trunk of the third site.
    pub trunk: Trunk,
    /// People outside.
    pub(super) outsiders: Outsiders,
}

/// A user with a Zoom Phone licence.
#[derive(Clone, Debug)]
pub struct User {
    /// Zoom user id.
    pub id: String,
    /// Id of the phone profile.
    pub phone_user_id: String,
    /// First name.
    pub first_name: &'static str,
    /// Last name.
    pub last_name: &'static str,
    /// Id of the direct number.
    pub number_id: String,
    /// As callers and callees are told.
    pub party: Arc<Party>,
}

impl User {
    /// The extension; every user has one.
    #[must_use]
    pub fn extension(&self) -> Option<&Extension> {
        self.party.extension.as_ref()
    }
}

/// A call queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Queue id.
    pub id: String,
    /// As a callee is told.
    pub party: Arc<Party>,
    /// Places of its members in [`Company::users`].
    pub members: Vec<usize>,
}

/// An auto receptionist: a menu.
#[derive(Clone, Debug)]
pub struct AutoReceptionist {
    /// Its id.
    pub id: String,
    /// As a callee is told.
    pub party: Arc<Party>,
    /// Keys, and the place in [`Company::queues`] each leads to.
    pub keys: Vec<(char, usize)>,
}

/// A site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Site id.
    pub id: String,
    /// Its name.
    pub name: &'static str,
    /// `site_code`.
    pub code: u32,
    /// Place of its menu in [`Company::receptionists`].
    pub receptionist: usize,
}

/// A carrier trunk of the company's own.
#[derive(Clone, Debug)]
pub struct Trunk {
    /// `sbc_id`.
    pub sbc_id: String,
    /// `sbc_name`.
    pub sbc_name: &'static str,
    /// `sip_group_id`.
    pub sip_group_id: String,
    /// `sip_group_name`.
    pub sip_group_name: &'static str,
}

impl Company {
    /// The company of this seed: the people stay the same, their ids follow the seed.
    #[must_use]
    pub(super) fn new(seed: u64) -> Self {
        let users: Vec<User> = PEOPLE.iter().enumerate().map(|(place, person)| user(seed, place, person)).collect();
        let members = |department: usize| -> Vec<usize> {
            let inside = |place: &usize| PEOPLE.get(*place).is_some_and(|person| person.2 == department);
            (0..users.len()).filter(inside).filter(|place| users.get(*place).is_some_and(is_active)).collect()
        };
        let queues = QUEUES.iter().enumerate().map(|(place, (name, department, site))| Queue {
            id: named(seed, "queue", place),
            party: Arc::new(inside(seed, ExtensionType::CallQueue, place, name, *department, *site)),
            members: members(*department),
        });
        let menus = SITES.iter().enumerate().map(|(place, (_, menu))| AutoReceptionist {
            id: named(seed, "receptionist", place),
            party: Arc::new(inside(seed, ExtensionType::AutoReceptionist, place, menu, NO_DEPARTMENT, place)),
            keys: ('1'..='5').zip(0..QUEUES.len()).collect(),
        });
        let areas = COMMON_AREAS.iter().enumerate().map(|(place, (name, site))| {
            Arc::new(inside(seed, ExtensionType::CommonArea, place, name, NO_DEPARTMENT, *site))
        });
        let sites = SITES.iter().zip([10, 20, 30]).enumerate().map(|(place, ((name, _), code))| Site {
            id: named(seed, "site", place),
            name,
            code,
            receptionist: place,
        });
        Self {
            account_id: named(seed, "account", 0),
            name: "Tidemark Lantern Works",
            queues: queues.collect(),
            receptionists: menus.collect(),
            common_areas: areas.collect(),
            sites: sites.collect(),
            trunk: Trunk {
                sbc_id: named(seed, "sbc", 0),
                sbc_name: "Slipway SBC",
                sip_group_id: named(seed, "sip group", 0),
                sip_group_name: "Slipway trunks",
            },
            outsiders: outsiders::directory(),
            users,
        }
    }

    /// The user with this Zoom user id or e-mail address.
    #[must_use]
    pub fn user(&self, id_or_email: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id_or_email || user.party.email.eq_ignore_ascii_case(id_or_email))
    }

    /// The site an extension belongs to.
    #[must_use]
    pub fn site_of(&self, party: &Party) -> Option<&Site> {
        self.sites.get(party.extension.as_ref()?.site)
    }
}

fn is_active(user: &User) -> bool {
    user.extension().is_some_and(|extension| extension.active)
}

fn user(seed: u64, place: usize, person: &(&'static str, &'static str, usize, usize, &'static str)) -> User {
    let (first_name, last_name, department, site, mailbox) = *person;
    let mut party = inside(seed, ExtensionType::User, place, &format!("{first_name} {last_name}"), department, site);
    party.email = format!("{mailbox}@example.com");
    if let Some(extension) = &mut party.extension {
        extension.employee_id = format!("E-{}", 2100 + place);
        extension.device_type = DEVICES.get(place % DEVICES.len()).copied().unwrap_or_default();
        extension.private_ip = format!("10.20.{site}.{}", 10 + place);
        extension.public_ip = format!("192.0.2.{}", 10 + site);
        extension.active = !LEFT_THE_COMPANY.contains(&place);
    }
    User {
        id: named(seed, "user", place),
        phone_user_id: named(seed, "phone user", place),
        first_name,
        last_name,
        number_id: named(seed, "number", place),
        party: Arc::new(party),
    }
}

/// A party inside the company. Numbers: +1 202 555 0100 menus, 0105 queues, 0110 users, 0160 common areas.
fn inside(seed: u64, kind: ExtensionType, place: usize, name: &str, department: usize, site: usize) -> Party {
    let (what, owner, line, number) = match kind {
        ExtensionType::AutoReceptionist => ("menu extension", "receptionist", 100, 1000 * (1 + place)),
        ExtensionType::CallQueue => ("queue extension", "queue", 105, 2001 + place),
        ExtensionType::User => ("user extension", "user", 110, 1010 + place),
        ExtensionType::CommonArea => ("area extension", "area", 160, 4001 + place),
    };
    let (department, cost_center) = DEPARTMENTS.get(department).copied().unwrap_or_default();
    Party {
        name: name.to_owned(),
        email: String::new(),
        did_number: format!("+1202555{:04}", line + place),
        number_type: NumberType::ZoomPstn,
        country_iso_code: "US",
        country_code: "1",
        spam: None,
        extension: Some(Extension {
            id: named(seed, what, place),
            owner_id: named(seed, owner, place),
            number: u32::try_from(number).unwrap_or(0),
            kind,
            site,
            department,
            cost_center,
            group_id: if department.is_empty() { String::new() } else { named(seed, department, 0) },
            employee_id: String::new(),
            device_type: "",
            private_ip: String::new(),
            public_ip: String::new(),
            active: true,
        }),
    }
}

/// Departments with their cost centers.
const DEPARTMENTS: [(&str, &str); 6] = [
    ("Customer Care", "CC-310"),
    ("Sales", "CC-120"),
    ("Repairs", "CC-330"),
    ("Accounts", "CC-210"),
    ("Dispatch", "CC-340"),
    ("Workshop", "CC-400"),
];

/// No department: `get` finds nothing there.
const NO_DEPARTMENT: usize = usize::MAX;

/// Sites with their menus.
const SITES: [(&str, &str); 3] =
    [("Harbor House", "Main Menu"), ("North Mill", "North Mill Menu"), ("Slipway", "Slipway Menu")];

/// Queues with their department and site, in the order of the menu's keys.
const QUEUES: [(&str, usize, usize); 5] =
    [("Customer Care", 0, 0), ("Sales", 1, 0), ("Repairs", 2, 1), ("Accounts", 3, 0), ("Dispatch", 4, 2)];

/// Telephones in rooms, with their site.
const COMMON_AREAS: [(&str, usize); 4] = [("Lobby", 0), ("Glass Store", 1), ("Loading Dock", 2), ("Paint Shop", 2)];

/// Devices as Zoom writes them.
const DEVICES: [&str; 6] = [
    "MAC_Client(6.6.5.61234)",
    "WIN_Client(6.6.5.61234)",
    "iPhone(6.6.3.28811)",
    "Android_Phone(6.6.3.28790)",
    "WIN_Client(6.5.10.12704)",
    "Yealink SIP-T54W(96.86.0.110)",
];

/// Places in `PEOPLE` of those who left; their calls stay.
const LEFT_THE_COMPANY: [usize; 2] = [17, 41];

/// First name, last name, department, site, mailbox.
const PEOPLE: [(&str, &str, usize, usize, &str); 48] = [
    ("Nora", "Halloway", 0, 0, "nora.halloway"),
    ("Eszter", "Kovács", 0, 0, "eszter.kovacs"),
    ("Dario", "Fenn", 0, 0, "dario.fenn"),
    ("Maja", "Øst", 0, 1, "maja.ost"),
    ("Idris", "Calloway", 0, 0, "idris.calloway"),
    ("Tess", "Winterbourne", 0, 0, "tess.winterbourne"),
    ("花子", "山田", 0, 1, "hanako.yamada"),
    ("Oren", "Pell", 0, 0, "oren.pell"),
    ("Lucía", "Peñaloza", 0, 0, "lucia.penaloza"),
    ("Bram", "Sorrel", 0, 0, "bram.sorrel"),
    ("Gideon", "Marsh", 1, 0, "gideon.marsh"),
    ("Anouk", "Delacroix-Fontaine", 1, 0, "anouk.delacroix"),
    ("Petra", "Lindgren", 1, 0, "petra.lindgren"),
    ("Kofi", "Asante-Boyd", 1, 0, "kofi.asante"),
    ("Siobhán", "Ó Dálaigh", 1, 1, "siobhan.odalaigh"),
    ("Wes", "Tarrant", 1, 0, "wes.tarrant"),
    ("Noémie", "Garçon", 1, 0, "noemie.garcon"),
    ("Rufus", "Quill", 1, 0, "rufus.quill"),
    ("Ines", "Morrow", 1, 1, "ines.morrow"),
    ("Tadeusz", "Łaski", 1, 0, "tadeusz.laski"),
    ("Hollis", "Brandt", 2, 1, "hollis.brandt"),
    ("Yusuf", "Karadağ", 2, 1, "yusuf.karadag"),
    ("Greta", "Vance", 2, 1, "greta.vance"),
    ("Milo", "Ferreira", 2, 1, "milo.ferreira"),
    ("Jun", "Okabe", 2, 1, "jun.okabe"),
    ("Ada", "Thornbury", 2, 1, "ada.thornbury"),
    ("Sven", "Åkesson", 2, 1, "sven.akesson"),
    ("Leila", "Haddad-Rowe", 2, 2, "leila.haddad"),
    ("Marcus", "Wren", 3, 0, "marcus.wren"),
    ("Ottilie", "Krause", 3, 0, "ottilie.krause"),
    ("Naveen", "Pillai", 3, 0, "naveen.pillai"),
    ("Celeste", "Drummond", 3, 0, "celeste.drummond"),
    ("Élodie", "Saint-Clair", 3, 0, "elodie.saintclair"),
    ("Farid", "Nazari", 3, 0, "farid.nazari"),
    ("Cormac", "Blyth", 4, 2, "cormac.blyth"),
    ("Zuzana", "Dvořáková", 4, 2, "zuzana.dvorakova"),
    ("Ruth", "Abernethy", 4, 2, "ruth.abernethy"),
    ("Dmitri", "Volkov", 4, 2, "dmitri.volkov"),
    ("Paloma", "Reyes", 4, 2, "paloma.reyes"),
    ("Anders", "Holm", 4, 2, "anders.holm"),
    ("Winnie", "Cho", 4, 2, "winnie.cho"),
    ("Basil", "Garrick", 5, 2, "basil.garrick"),
    ("Agnes", "Tolliver", 5, 2, "agnes.tolliver"),
    ("Emeka", "Udo", 5, 2, "emeka.udo"),
    ("Freya", "Stone", 5, 2, "freya.stone"),
    ("Hugo", "Bélanger", 5, 1, "hugo.belanger"),
    ("Pim", "van der Zee", 5, 2, "pim.vanderzee"),
    ("Rosalind", "Achterberg", 5, 1, "rosalind.achterberg"),
];

//! Modules in the binary format, part by part: the text format would cost more time than what is measured.

pub(crate) const I32: u8 = 0x7F;
pub(crate) const I64: u8 = 0x7E;
pub(crate) const F64: u8 = 0x7C;
pub(crate) const V128: u8 = 0x7B;

pub(crate) const EMPTY: u8 = 0x40;
pub(crate) const UNREACHABLE: u8 = 0x00;
pub(crate) const BLOCK: u8 = 0x02;
pub(crate) const LOOP: u8 = 0x03;
pub(crate) const IF: u8 = 0x04;
pub(crate) const ELSE: u8 = 0x05;
pub(crate) const END: u8 = 0x0B;
pub(crate) const BR: u8 = 0x0C;
pub(crate) const BR_IF: u8 = 0x0D;
pub(crate) const BR_TABLE: u8 = 0x0E;
pub(crate) const RETURN: u8 = 0x0F;
pub(crate) const CALL: u8 = 0x10;
pub(crate) const CALL_INDIRECT: u8 = 0x11;
pub(crate) const RETURN_CALL: u8 = 0x12;
pub(crate) const DROP: u8 = 0x1A;
pub(crate) const TRY_TABLE: u8 = 0x1F;
pub(crate) const GET: u8 = 0x20;
pub(crate) const SET: u8 = 0x21;
pub(crate) const TEE: u8 = 0x22;
pub(crate) const CONST: u8 = 0x41;
pub(crate) const CONST64: u8 = 0x42;
pub(crate) const ADD: u8 = 0x6A;

/// Bytes under way.
#[derive(Clone, Default)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Bytes {
    pub(crate) fn leb(&mut self, value: usize) -> &mut Bytes {
        let mut value = value;
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }
    /// An index where the format wants a signed number.
    pub(crate) fn signed(&mut self, value: usize) -> &mut Bytes {
        let mut value = value;
        while value >= 0x40 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> &mut Bytes {
        self.0.extend_from_slice(bytes);
        self
    }
    pub(crate) fn times(&mut self, n: usize, bytes: &[u8]) -> &mut Bytes {
        (0..n).for_each(|_| self.0.extend_from_slice(bytes));
        self
    }
    /// An opcode with an operand.
    pub(crate) fn op(&mut self, code: u8, operand: usize) -> &mut Bytes {
        self.raw(&[code]).leb(operand)
    }
    /// A block of a type of the module.
    pub(crate) fn block(&mut self, code: u8, ty: usize) -> &mut Bytes {
        self.raw(&[code]).signed(ty)
    }
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A module under way: the items of each section.
#[derive(Default)]
pub(crate) struct Module {
    types: Vec<Vec<u8>>,
    imports: Vec<Vec<u8>>,
    funcs: Vec<usize>,
    pub(crate) tables: Vec<Vec<u8>>,
    pub(crate) memories: Vec<Vec<u8>>,
    tags: Vec<usize>,
    pub(crate) globals: Vec<Vec<u8>>,
    pub(crate) exports: Vec<Vec<u8>>,
    pub(crate) elements: Vec<Vec<u8>>,
    bodies: Vec<Vec<u8>>,
    pub(crate) data: Vec<Vec<u8>>,
    pub(crate) customs: Vec<Vec<u8>>,
}

pub(crate) fn name(text: &str) -> Vec<u8> {
    let mut name = Bytes::default();
    name.leb(text.len()).raw(text.as_bytes());
    name.0
}

impl Module {
    /// A type in the format's own words; returns its index.
    pub(crate) fn ty(&mut self, bytes: Vec<u8>) -> usize {
        self.types.push(bytes);
        self.types.len() - 1
    }
    /// The type of a function: both lists are value types as bytes.
    pub(crate) fn func_type(&mut self, params: &[u8], results: &[u8]) -> usize {
        let mut ty = Bytes::default();
        ty.raw(&[0x60]).leb(params.len()).raw(params).leb(results.len()).raw(results);
        self.ty(ty.0)
    }
    /// A type with `params` and `results` references to one type each.
    pub(crate) fn func_of_refs(&mut self, params: usize, from: usize, results: usize, to: usize) -> usize {
        let mut ty = Bytes::default();
        ty.raw(&[0x60]);
        for (n, to) in [(params, from), (results, to)] {
            ty.leb(n);
            (0..n).for_each(|_| _ = ty.raw(&[0x63]).signed(to));
        }
        self.ty(ty.0)
    }
    /// Structs, each a subtype of the one before; returns the first.
    pub(crate) fn hierarchy(&mut self, depth: usize) -> usize {
        let root = self.ty(vec![0x50, 0, 0x5F, 0]);
        for above in root..root + depth {
            let mut ty = Bytes::default();
            ty.raw(&[0x50, 1]).leb(above).raw(&[0x5F, 0]);
            self.ty(ty.0);
        }
        root
    }
    pub(crate) fn import(&mut self, ty: usize) -> usize {
        let mut import = Bytes::default();
        import.raw(&name("m")).raw(&name("f")).raw(&[0]).leb(ty);
        self.imports.push(import.0);
        self.imports.len() - 1
    }
    pub(crate) fn tag(&mut self, ty: usize) {
        self.tags.push(ty);
    }
    /// A function; returns its index. `locals`: numbers and types.
    pub(crate) fn func(&mut self, ty: usize, locals: &[(usize, u8)], code: &Bytes) -> usize {
        let mut body = Bytes::default();
        body.leb(locals.len());
        locals.iter().for_each(|&(n, ty)| _ = body.leb(n).raw(&[ty]));
        body.raw(&code.0).raw(&[END]);
        let mut sized = Bytes::default();
        sized.leb(body.len()).raw(&body.0);
        self.bodies.push(sized.0);
        self.funcs.push(ty);
        self.imports.len() + self.funcs.len() - 1
    }
    /// A module with one more function, of no parameters and no results.
    pub(crate) fn with(mut self, locals: &[(usize, u8)], code: &Bytes) -> Vec<u8> {
        let ty = self.func_type(&[], &[]);
        self.func(ty, locals, code);
        self.finish()
    }
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = Bytes(b"\0asm\x01\0\0\0".to_vec());
        let indices = |prefix: &[u8], list: &[usize]| -> Vec<Vec<u8>> {
            let item = |&index: &usize| Bytes(prefix.to_vec()).leb(index).0.clone();
            list.iter().map(item).collect()
        };
        let (funcs, tags) = (indices(&[], &self.funcs), indices(&[0], &self.tags));
        for (id, items) in [
            (1, &self.types),
            (2, &self.imports),
            (3, &funcs),
            (4, &self.tables),
            (5, &self.memories),
            (13, &tags),
            (6, &self.globals),
            (7, &self.exports),
            (9, &self.elements),
            (10, &self.bodies),
            (11, &self.data),
        ] {
            if items.is_empty() {
                continue;
            }
            let mut section = Bytes::default();
            section.leb(items.len());
            items.iter().for_each(|item| _ = section.raw(item));
            out.raw(&[id]).leb(section.len()).raw(&section.0);
        }
        for custom in &self.customs {
            out.raw(&[0]).leb(custom.len()).raw(custom);
        }
        out.0
    }
}
